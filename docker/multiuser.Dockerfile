# The relay of many users, each with an account of their own in a database: docs/MULTI-USER.md.
#
#   docker build -f docker/multiuser.Dockerfile -t buckets-relay-multiuser .
#   docker run -p 8080:8080 -v relay:/data --read-only -e AUTH_LICENSE_PUBKEY -e LICENSE_HASH_SALT buckets-relay-multiuser
ARG BASE=node:20-bookworm-slim

FROM ${BASE} AS build
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run build

# What cannot be bundled, in the versions of the lock file, and needed here whatever is optional elsewhere.
FROM ${BASE} AS native
# A mirror of better-sqlite3's releases, for who does not reach GitHub.
ARG SQLITE_BINARIES
WORKDIR /native
COPY package.json package-lock.json .npmrc ./
RUN native=$(npm pkg get optionalDependencies) \
  && npm pkg delete dependencies devDependencies optionalDependencies bin man \
  && npm pkg set --json "dependencies=$native" \
  && npm_config_better_sqlite3_binary_host=$SQLITE_BINARIES npm install --no-audit --no-fund \
  && node -e "new (require('better-sqlite3'))(':memory:'); require('@node-rs/argon2')"
# Their sources, and what only installs them, stay behind.
WORKDIR /kept
RUN cd /native/node_modules && cp -r --parents @node-rs bindings file-uri-to-path better-sqlite3/LICENSE \
  better-sqlite3/package.json better-sqlite3/lib better-sqlite3/build/Release/better_sqlite3.node /kept

FROM ${BASE}
# Nobody in particular: a number needs no entry in any file. The name is for `docker exec relay buckets-relay adduser …`.
RUN install -d -o 10001 -g 10001 -m 700 /data && ln -s /app/cli.cjs /usr/local/bin/buckets-relay
COPY --from=build /src/out/main/cli.cjs /src/out/main/THIRD-PARTY-LICENCES.txt /src/LICENSE /src/docker/healthcheck.cjs /app/
COPY --from=build /src/out/main/cli/*.cjs /app/cli/
COPY --from=native /kept /app/node_modules
USER 10001:10001
# What the relay keeps (its database, its identity, a certificate that it made) goes into the volume; all else may be read-only.
ENV NODE_ENV=production RELAY_ADDRESS=0.0.0.0 RELAY_PORT=8080 RELAY_DATA=/data
ENV RELAY_MULTI_USER=true RELAY_DATABASE=/data/bucketsrelay.sqlite
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=5s CMD ["node", "/app/healthcheck.cjs"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "/app/cli.cjs"]
CMD ["server"]
