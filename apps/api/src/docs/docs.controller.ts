import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Controller, Get, Param, Res } from '@nestjs/common';
import { Refused } from '#infra/execute/refused.js';
import type { Reply } from '../http/caller.js';
import { OpenToAll } from '../http/caller.js';
import { openApi } from '../openapi/openapi.js';

const assets = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
const types: { readonly [file: string]: string } = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
};
const start = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#docs', deepLinking: true, docExpansion: 'list', filter: true, tryItOutEnabled: true });`;
const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Samenspel API</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
<div id="docs"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</html>
`;
const policy = `default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:`;

/** The OpenAPI document and a page to browse it. */
@Controller()
@OpenToAll()
export class DocsController {
  @Get('openapi.json')
  document(): object {
    return openApi;
  }

  @Get('docs')
  async page(@Res() reply: Reply): Promise<void> {
    await reply.header('content-type', 'text/html; charset=utf-8').header('content-security-policy', policy).send(page);
  }

  @Get('docs/:file')
  async asset(@Param('file') file: string, @Res() reply: Reply): Promise<void> {
    if (file === 'start.js') return void (await reply.header('content-type', 'text/javascript; charset=utf-8').send(start));
    const type = Object.hasOwn(types, file) ? types[file] : undefined;
    if (type === undefined) throw new Refused('not-found');
    await reply
      .header('content-type', type)
      .header('cache-control', 'public, max-age=86400')
      .send(await readFile(join(assets, file)));
  }
}
