import type { DialectEventType } from '../dialect.ts'
import { dataSchema } from '../schema.ts'
import { campaign_id, referral, referrer, reward, rewarded, signup, verified } from './examples.ts'
import { campaignId, leadSchema, referralSchema, referrerSchema, rewardSchema } from './schemas.ts'

/** The events of Sjocamp's help page. It documents only lead.created in full; the others follow its style. */
export const eventTypes: readonly DialectEventType[] = [
  {
    name: 'lead.created',
    description: 'A new signup: someone joined a campaign.',
    schema: dataSchema('The signup.', {
      campaign_id: campaignId,
      lead: leadSchema('The person who signed up.'),
    }),
    example: { campaign_id, lead: signup },
  },
  {
    name: 'lead.verified',
    description: 'A pending lead clicked the verification link.',
    schema: dataSchema('The verification.', {
      campaign_id: campaignId,
      lead: leadSchema('The person, as of the verification.'),
    }),
    example: { campaign_id, lead: verified },
  },
  {
    name: 'lead.referred',
    description: 'A referral was credited to a referrer.',
    schema: dataSchema('The referral.', {
      campaign_id: campaignId,
      lead: leadSchema('The person who was referred.'),
      referrer: referrerSchema,
      referral: referralSchema,
    }),
    example: { campaign_id, lead: verified, referrer, referral },
  },
  {
    name: 'reward.earned',
    description: 'A lead crossed a referral reward tier.',
    schema: dataSchema('The reward.', {
      campaign_id: campaignId,
      lead: leadSchema('The person who earned the reward.'),
      reward: rewardSchema,
    }),
    example: { campaign_id, lead: rewarded, reward },
  },
]
