import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { vendors } from '../../../src/review/vendors/index.ts';
import { openModelServer } from '../../helpers/model-server.ts';
import { type Api, KEY, MODEL, QUESTION, said } from './apis.ts';

/** Whose types say what each API takes, as the vendor publishes them for the pinned version. */
const TYPES: readonly (readonly [api: Api, type: string, from: string])[] = [
  ['anthropic', 'MessageCreateParamsNonStreaming', '@anthropic-ai/sdk/resources/messages'],
  ['openai', 'ResponseCreateParamsNonStreaming', 'openai/resources/responses/responses'],
  ['openai-compatible', 'ChatCompletionCreateParamsNonStreaming', 'openai/resources/chat/completions'],
];

/** Bodies that the same types must refuse: else they would accept anything. */
const REFUSED: Readonly<Record<string, readonly object[]>> = {
  MessageCreateParamsNonStreaming: [
    { model: 'm', messages: [{ role: 'user', content: 'a' }] },
    { model: 'm', max_tokens: 1, messages: [{ role: 'bot', content: 'a' }] },
    { model: 'm', max_tokens: 1, messages: [{ role: 'user', content: 'a' }], temperature: 0 },
  ],
  ResponseCreateParamsNonStreaming: [
    { model: 'm', input: 'a', text: { format: { type: 'json_schema', name: 'a' } } },
    { model: 'm', input: 'a', truncation: 'middle' },
    { model: 'm', input: 'a', response_format: {} },
  ],
  ChatCompletionCreateParamsNonStreaming: [
    { messages: [{ role: 'user', content: 'a' }] },
    { model: 'm', messages: [{ role: 'bot', content: 'a' }] },
    { model: 'm', messages: [{ role: 'user', content: 'a' }], response_format: { type: 'json_scheme' } },
  ],
};

test('every body on the wire is one that the types of the vendor’s own SDK take', async () => {
  const lines: string[] = [];
  for (const [api, type, from] of TYPES) {
    const server = await openModelServer({ body: said(api) ?? '' });
    try {
      const { vendor } = (await vendors[api]?.()) ?? {};
      const line = { url: server.url, key: KEY, env: {}, signal: AbortSignal.timeout(20_000) };
      await vendor?.ask(QUESTION, line);
      await vendor?.ask({ ...QUESTION, prefix: '' }, line);
      await vendor?.check(MODEL, line);
      expect(server.seen).toHaveLength(3);
      lines.push(`import type { ${type} } from '${from}';`);
      for (const { body } of server.seen) lines.push(`(${JSON.stringify(body)}) satisfies ${type};`);
      for (const body of REFUSED[type] ?? [])
        lines.push('// @ts-expect-error', `(${JSON.stringify(body)}) satisfies ${type};`);
    } finally {
      await server.close();
    }
  }
  const { output, status } = compile(lines);
  expect(output).toBe('');
  expect(status).toBe(0);
});

function compile(lines: readonly string[]): { readonly status: number | null; readonly output: string } {
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  const folder = mkdtempSync(join(tmpdir(), 'guardrail-test-'));
  try {
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    writeFileSync(join(folder, 'bodies.ts'), `${lines.join('\n')}\n`);
    const options = {
      target: 'es2023',
      module: 'nodenext',
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      types: ['node'],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files: ['bodies.ts'] }));
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const env = { PATH: process.env['PATH'] ?? '', HOME: folder };
    const ran = spawnSync(process.execPath, [tsc, '-p', folder], {
      cwd: folder,
      encoding: 'utf8',
      env,
      timeout: 60_000,
    });
    return { status: ran.status, output: `${ran.stdout}${ran.stderr}` };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
