/** What has a `close`, for `await using`: it is closed where its block ends. */
export const closing = <Opened extends { close(): Promise<unknown> }>(
  opened: Opened,
): Opened & AsyncDisposable =>
  Object.assign(opened, {
    async [Symbol.asyncDispose]() {
      await opened.close()
    },
  })
