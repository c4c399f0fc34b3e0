import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';

// Random passwords for docker-compose.yml, each in a file of its own below ./secrets; what is there already is left as it is.
const folder = process.argv[2] ?? 'secrets';
mkdirSync(folder, { recursive: true, mode: 0o700 });
chmodSync(folder, 0o700);
if (existsSync(`${folder}/postgres-password`)) {
  console.log(`${folder} holds passwords already; nothing was changed.`);
} else {
  const password = () => randomBytes(24).toString('hex');
  const [postgres, redis] = [password(), password()];
  const files = {
    'postgres-password': postgres,
    'database-url': `postgres://samenspel:${postgres}@postgres:5432/samenspel`,
    'redis.conf': `requirepass ${redis}\nappendonly yes\nappendfsync everysec\nmaxmemory-policy noeviction\ndir /data\n`,
    'redis-password': redis,
    'redis-url': `redis://:${redis}@redis:6379/0`,
    'kurrentdb-url': 'kurrentdb://kurrentdb:2113?tls=false',
    'smtp-url': 'smtp://mail:1025',
  };
  // The folder keeps others out; each container sees the files that it was given, as a user of its own.
  for (const [name, text] of Object.entries(files)) writeFileSync(`${folder}/${name}`, text, { mode: 0o644 });
  console.log(`Passwords are in ${folder}.`);
}
