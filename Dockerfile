# The bot on the Node.js that package-lock.json names, without what only development needs.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY tools/node tools/node
RUN npm ci
RUN cp -L node_modules/.bin/node /usr/local/bin/locked-node && npm prune --omit=dev

FROM debian:bookworm-slim
WORKDIR /app
COPY --from=build /usr/local/bin/locked-node /usr/local/bin/node
COPY --from=build /app/node_modules node_modules
COPY package.json templates.yml ./
COPY src src
# Only the ledger and the cache of compiled code are written.
RUN mkdir -p data node_modules/.cache && chown 10001 data node_modules/.cache
USER 10001
VOLUME /app/data
EXPOSE 3000
# The C library gives memory back as soon as it is free: see docs/performance.md, Memory.
ENV MALLOC_ARENA_MAX=1 MALLOC_MMAP_THRESHOLD_=65536
HEALTHCHECK CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT ?? 3000}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--disable-sigusr1", "--min-semi-space-size=8", "--max-semi-space-size=8", "src/start.js"]
