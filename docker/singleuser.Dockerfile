# The relay of one household, without a window: docs/containers.md.
#
#   docker build -f docker/singleuser.Dockerfile -t buckets-relay .
#   docker run -p 9001:8080 -e RELAY_USERNAME=… -e RELAY_PASSWORD=… -v relay:/data --read-only buckets-relay
ARG BASE=node:20-bookworm-slim

FROM ${BASE} AS build
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run build

FROM ${BASE}
# Nobody in particular: a number needs no entry in any file. The name is for `docker exec relay buckets-relay devices`.
RUN install -d -o 10001 -g 10001 -m 700 /data && ln -s /app/cli.cjs /usr/local/bin/buckets-relay
COPY --from=build /src/out/main/cli.cjs /src/out/main/THIRD-PARTY-LICENCES.txt /src/LICENSE /src/docker/healthcheck.cjs /app/
COPY --from=build /src/out/main/cli/*.cjs /app/cli/
USER 10001:10001
# What the relay keeps (its devices, its identity, a certificate that it made) goes into the volume; all else may be read-only.
ENV NODE_ENV=production RELAY_ADDRESS=0.0.0.0 RELAY_PORT=8080 RELAY_DATA=/data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=5s CMD ["node", "/app/healthcheck.cjs"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "/app/cli.cjs"]
CMD ["server"]
