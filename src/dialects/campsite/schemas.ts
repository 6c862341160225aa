import { count, dataSchema, id, nullable, object, oneOf, string, time, url, type Schema } from '../schema.ts'

const html = (description: string) => string(`${description} HTML; may be empty.`)

const author = object('The member or integration that wrote it.', {
  id: id('The author.'),
  name: string('Name to show.'),
  type: oneOf('"member" for a person, "app" for an integration.', ['member', 'app']),
  avatar_urls: object('The same picture in six sizes.', {
    xs: url('Extra small.'),
    sm: url('Small.'),
    base: url('Normal.'),
    lg: url('Large.'),
    xl: url('Extra large.'),
    xxl: url('Twice extra large.'),
  }),
})

export const commentSchema = object('A comment.', {
  id: id('The comment.'),
  content: html('The text.'),
  created_at: time('When it was written.'),
  replies_count: count('How many replies it has.'),
  parent_id: nullable(id('The comment it replies to; null if it is not a reply.')),
  subject_id: id('What it comments on.'),
  subject_type: id('What kind of thing that is, such as "post".'),
  author,
})

const resolution = nullable(
  object('How the post was resolved; null while it is open.', {
    resolved_at: time('When it was resolved.'),
    resolved_html: nullable(html('The closing note.')),
    resolved_by: author,
    resolved_comment: nullable(commentSchema),
  }),
)

export const postSchema = object('A post.', {
  id: id('The post.'),
  title: string('The title; empty if it has none.'),
  created_at: time('When it was written.'),
  last_activity_at: time('When it last changed or was commented on.'),
  url: url('The page of the post.'),
  content: html('The text.'),
  comments_count: count('How many comments it has.'),
  channel: object('The channel it was posted in.', { id: id('The channel.'), name: string('Its name.') }),
  author,
  resolution,
})

export const messageSchema = object('A message of a chat thread.', {
  id: id('The message.'),
  content: html('The text.'),
  created_at: time('When it was sent.'),
  updated_at: time('When it was last edited.'),
  parent_id: nullable(id('The message it replies to; null if it is not a reply.')),
  thread_id: id('The chat thread.'),
  author: nullable(author),
})

const subjects: Record<string, Schema> = { post: postSchema, comment: commentSchema, message: messageSchema }

/** `type` tells which of post, comment and message is present. */
export const mentionSchema: Schema = {
  ...dataSchema('Where the integration was mentioned.', {
    type: oneOf(
      'Which kind of thing the mention is in; it stands under the member of that name.',
      Object.keys(subjects),
    ),
  }),
  allOf: Object.entries(subjects).map(([name, schema]) => ({
    if: { type: 'object', properties: { type: { const: name } } },
    // oxlint-disable-next-line unicorn/no-thenable -- JSON Schema's own word
    then: object(`The mention is in a ${name}.`, { [name]: schema }),
  })),
}
