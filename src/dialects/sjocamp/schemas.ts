import { count, id, nullable, object, string, type Schema } from '../schema.ts'

export const campaignId = id('The campaign it happened in.')

// No format on addresses: "email" refuses international ones, and a signup must not be lost because of that.
const person = {
  id: id('The lead.'),
  email: id('The address the person signed up with.'),
  status: id('"pending" until the verification link is clicked, then "verified".'),
  position: nullable(count("Place on the campaign's list, 1 being the front; null before one is given.", 1)),
}

export function leadSchema(description: string): Schema {
  return object(
    description,
    {
      ...person,
      source: nullable(string('Where the signup came from, such as "referral".')),
      referrer_code: nullable(string('The code of the person who referred this one; null if nobody did.')),
      fields: { type: 'object', description: "The answers to the signup form's own fields." },
    },
    // Optional, because a signup may have come without them.
    ['position', 'source', 'referrer_code', 'fields'],
  )
}

export const referrerSchema = object(
  'The person credited with the referral.',
  { ...person, referral_code: id("The code this person gives to others; equals the lead's referrer_code.") },
  ['position'],
)

export const referralSchema = object('The credit.', {
  credit: count('Credits given for this referral.', 1),
  total_credits: count('All credits of the referrer in this campaign, this one included.', 1),
})

export const rewardSchema = object('The reward tier that was crossed.', {
  id: id('The reward.'),
  name: id('What it is called in the campaign.'),
  tier: count('Which tier, counted from 1.', 1),
  threshold: count('Credited referrals the tier asks for.', 1),
  referrals: count('Credited referrals the lead has.', 1),
})
