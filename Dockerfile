# One image for the API, the workers and the migration: `docker run durahook api`, `… worker`, `… migrate`.

FROM node:24-slim AS build
# Authorities for TLS: the worker's native part reads the system's.
RUN apt-get update && apt-get install --yes --no-install-recommends ca-certificates
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
# The dashboard's page and the bundle of the workflows go to dist; then what runs is copied, without all else.
RUN npm run build && npm run build:image /image

# Of Node only its program: no npm, which brings a hundred packages of its own.
FROM debian:trixie-slim
COPY --from=build /usr/local/bin/node /usr/local/bin/node
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
RUN useradd --uid 1000 --no-create-home node
WORKDIR /app
# As in package.json's `start`: with an arena for each thread, the C library keeps thirty megabytes more.
ENV NODE_ENV=production MALLOC_ARENA_MAX=2
COPY --from=build /image .
USER node
EXPOSE 4000
# As in package.json's `start`: V8 would take four gigabytes of a large machine before it collects.
ENTRYPOINT ["node", "--max-old-space-size=1024", "--max-semi-space-size=2", "src/app/main.ts"]
CMD ["api"]
