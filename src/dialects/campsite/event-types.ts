import type { DialectEventType } from '../dialect.ts'
import { dataSchema } from '../schema.ts'
import { comment, dmMessage, mentionComment, message, post } from './examples.ts'
import { commentSchema, mentionSchema, messageSchema, postSchema } from './schemas.ts'

/** The events of Campsite's developer guide; the shape of their data follows the product's public API. */
export const eventTypes: readonly DialectEventType[] = [
  {
    name: 'post.created',
    description: 'A new post was created.',
    schema: dataSchema('The post.', { post: postSchema }),
    example: { post },
  },
  {
    name: 'comment.created',
    description: 'A new comment was created.',
    schema: dataSchema('The comment.', { comment: commentSchema }),
    example: { comment },
  },
  {
    name: 'app.mentioned',
    description: 'Your integration was @-mentioned in a post, a comment or a message.',
    schema: mentionSchema,
    example: { type: 'comment', comment: mentionComment },
  },
  {
    name: 'message.created',
    description: 'A new message was created in a chat thread.',
    schema: dataSchema('The message.', { message: messageSchema }),
    example: { message },
  },
  {
    name: 'message.dm',
    description: 'A new message was created in a direct message between your integration and one user.',
    schema: dataSchema('The message.', { message: messageSchema }),
    example: { message: dmMessage },
  },
]
