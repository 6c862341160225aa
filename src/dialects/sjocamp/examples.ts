export const campaign_id = 'cmp_01HXJ4Q2V7N8K3M5RZ0T9WBYCD'

/** Someone who came through Grace's link and has not confirmed the address yet. */
export const signup = {
  id: 'lead_01HXJ4Q9D3F6G8H1JKM2NPQRST',
  email: 'ada@example.com',
  status: 'pending',
  position: 412,
  source: 'referral',
  referrer_code: 'pa-9k2x',
  fields: { company: 'Acme' },
}

export const verified = { ...signup, status: 'verified' }

export const referrer = {
  id: 'lead_01HXHZ7B5C4D2E9F8G7H6J5K4M',
  email: 'grace@example.com',
  status: 'verified',
  position: 37,
  referral_code: 'pa-9k2x',
}

export const referral = { credit: 1, total_credits: 5 }

/** Grace as a lead: the fifth credit takes her over the first tier. */
export const rewarded = {
  id: referrer.id,
  email: 'grace@example.com',
  status: 'verified',
  position: 37,
  source: 'website',
  referrer_code: null,
  fields: { company: 'Globex' },
}

export const reward = {
  id: 'rwd_01HXG0A1B2C3D4E5F6G7H8J9KM',
  name: 'Early access',
  tier: 1,
  threshold: 5,
  referrals: 5,
}
