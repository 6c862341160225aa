function avatarUrls(file: string) {
  const at = (width: number) => `https://avatars.campsite.example/${file}?w=${width}`
  return { xs: at(40), sm: at(48), base: at(64), lg: at(80), xl: at(128), xxl: at(224) }
}

const ada = { id: 'k2vq7m4c9x1h', name: 'Ada Byron', type: 'member', avatar_urls: avatarUrls('ada.png') }
const grace = {
  id: 'p8d3w6n5t0zb',
  name: 'Grace Murray',
  type: 'member',
  avatar_urls: avatarUrls('grace.png'),
}

export const post = {
  id: 'r4m9z2k7c6qx',
  title: 'Offline sync is ready to try',
  created_at: '2026-04-26T19:42:11.284Z',
  last_activity_at: '2026-04-26T19:42:11.284Z',
  url: 'https://app.campsite.example/acme/posts/offline-sync-is-ready-to-try-r4m9z2k7c6qx',
  content:
    '<p>The new build keeps your drafts while you are offline. Please try it before <strong>Friday</strong>.</p>',
  comments_count: 0,
  channel: { id: 'h7t1b5v8n3ks', name: 'Product' },
  author: ada,
  resolution: null,
}

export const comment = {
  id: 'w5x0q8j2d9fm',
  content: '<p>Works on my train ride. Drafts came back on their own.</p>',
  created_at: '2026-04-26T20:05:37.019Z',
  replies_count: 0,
  parent_id: null,
  subject_id: post.id,
  subject_type: 'post',
  author: grace,
}

export const mentionComment = {
  ...comment,
  id: 'c3n6y1g4s8pv',
  content:
    '<p><span data-type="mention" data-label="Release bot">@Release bot</span> add this to the notes</p>',
  created_at: '2026-04-26T20:11:02.650Z',
  parent_id: comment.id,
}

export const message = {
  id: 'z9k4b7r2w6hd',
  content: '<p>Build 512 is out.</p>',
  created_at: '2026-04-26T20:14:48.337Z',
  updated_at: '2026-04-26T20:14:48.337Z',
  parent_id: null,
  thread_id: 'f1q8m5x3c7vt',
  author: ada,
}

export const dmMessage = {
  ...message,
  id: 'b6h2t9d0n4jy',
  content: '<p>What changed in build 512?</p>',
  thread_id: 'g5v7k1z3p8wc',
  author: grace,
}
