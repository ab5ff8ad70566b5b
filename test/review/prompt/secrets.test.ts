import { describe, expect, test } from 'vitest';
import { secretsOnNewLines } from '../../../src/facts/secrets/lines.ts';
import { placeOf } from '../../../src/facts/secrets/place.ts';
import { SECRET_SHAPES } from '../../../src/model/secret-shapes.ts';
import { compose } from '../../../src/review/prompt/compose.ts';
import type { SecretsIn } from '../../../src/review/prompt/mask.ts';
import { endsOf, seededSecrets } from '../../helpers/secrets.ts';
import { EMPTY, fileOf, hmac, sent, sheetsOf } from './make.ts';

const SECRETS = seededSecrets(200);
const KEY = ['-----BEGIN', 'PRIVATE KEY-----'].join(' RSA ');

/** What the engine's own rooms find, as places in a text. */
const secretsIn: SecretsIn = (path, text) => {
  const place = { ...placeOf(path), soft: false, shapesOnly: false };
  const found = text.split('\n').flatMap((line) => secretsOnNewLines(line, null, place));
  const tokens = new Map(found.map(({ token, detector }) => [token, detector]));
  const shaped = SECRET_SHAPES.flatMap(({ mask, vendor }) =>
    [...text.matchAll(mask)].map((match) => ({ from: match.index, to: match.index + match[0].length, type: vendor })),
  );
  const placed = [...tokens].flatMap(([token, type]) =>
    [...text.matchAll(new RegExp(token.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'g'))].map(({ index }) => ({
      from: index,
      to: index + token.length,
      type,
    })),
  );
  return [...shaped, ...placed];
};

const WRAPPED: readonly ((secret: string, index: number) => string)[] = [
  (secret, i) => `const apiKey${i} = '${secret}';`,
  (secret, i) => `  "password_${i}": "${secret}",`,
  (secret, i) => `api_token_${i} = "${secret}"`,
  (secret, i) => `secret_key_${i}: "${secret}"`,
  (secret, i) => `${'x, '.repeat(i % 2 === 0 ? 1_300 : 1_990 + i)} token = "${secret}" ${'y, '.repeat(2_000)}`,
  (secret, i) => `db${i} = connect("postgres://ana:${secret}@db.shop.example/shop")`,
];

/** Each secret once on a line; every third file is configuration. */
function files(side: 'before' | 'after' | 'both'): ReturnType<typeof fileOf>[] {
  return Array.from({ length: 20 }, (_, at) => {
    const own = SECRETS.slice(at * 10, at * 10 + 10);
    const isEnv = at % 3 === 0;
    const text = own
      .map(
        (secret, i) =>
          `${isEnv ? `API_TOKEN_${i}=${secret}` : (WRAPPED[(i + at) % WRAPPED.length]?.(secret, i) ?? '')}\n`,
      )
      .join('');
    const path = isEnv ? `config/${at}.env` : `src/${at}.ts`;
    if (side === 'before') return fileOf(path, text, '');
    if (side === 'after') return fileOf(path, null, text);
    return fileOf(path, `${text}one\n`, `${text}two\n`);
  });
}

function leaked(bytes: string): readonly string[] {
  return SECRETS.filter((secret) => bytes.includes(secret) || endsOf(secret).some((end) => bytes.includes(end)));
}

describe('of 200 seeded secrets none is sent', () => {
  test.each(['after', 'before', 'both'] as const)('from lines of %s', (side) => {
    const { sheets } = sheetsOf(files(side), { secretsIn });
    const bytes = sheets.map((sheet) => sent({ sheet, secretsIn })).join('');
    expect(leaked(bytes)).toEqual([]);
    const named = new Set([...bytes.matchAll(/‹secret:[\w-]+:([0-9a-f]{8})›/g)].map(([, name]) => name));
    expect(named.size).toBeGreaterThan(side === 'both' ? 40 : 170);
  });

  test('the rendering without them would send each: the search sees it', () => {
    const bytes = sheetsOf(files('after'), { secretsIn: () => [] })
      .sheets.map((sheet) => sent({ sheet }))
      .join('');
    expect(leaked(bytes).length).toBeGreaterThan(170);
  });

  test('from names, messages, the specification and what is told of findings', () => {
    const known = SECRETS.filter((secret) => secretsIn('a.ts', `x ${secret} y`).length > 0);
    expect(known.length).toBeGreaterThan(140);
    const bytes = known
      .map((secret) => {
        const path = `src/${secret}.ts`;
        const { sheets } = sheetsOf([fileOf(path, 'a\n', `test('${secret}', () => {\n  a();\n});\n`)], { secretsIn });
        const [sheet = EMPTY.sheet] = sheets;
        expect(sheet.lines.map(({ symbol }) => symbol).join('')).not.toContain(secret);
        return sent({
          sheet,
          secretsIn,
          purpose: 'aware',
          messages: [`use ${secret}\n\nand ${secret}`],
          spec: { path, title: secret, text: secret, criteria: [{ id: 'c1', text: `with ${secret}` }] },
          open: [
            { id: 'f-1', failureModel: 'x', path, side: 'after', line: 1, quote: secret, title: secret, why: secret },
          ],
        });
      })
      .join('');
    expect(leaked(bytes)).toEqual([]);
  });
});

describe('a secret', () => {
  test('of many lines is named on each of them', () => {
    const body = Array.from({ length: 5 }, (_, i) => `MIIEvQ${i}${'b3BlbnNzaC1r'.repeat(4)}`).join('\n');
    const text = `a = 1\n${KEY}\n${body}\n${KEY.replace('BEGIN', 'END')}\nb = 2\n`;
    const { sheets, manifest } = sheetsOf([fileOf('key.py', null, text)], { secretsIn });
    expect(sheets[0]?.text).not.toContain('b3BlbnNzaC1r');
    expect(sheets[0]?.text.match(/‹secret:private-key:/g)).toHaveLength(7);
    expect(manifest.files[0]).toMatchObject({ added: 9, shown: 9 });
  });

  test('has the same name wherever it stands, and another loop gives it another', () => {
    const [secret = ''] = SECRETS;
    const text = `const apiKey = '${secret}';\n`;
    const name = (key: string): readonly string[] => {
      const { sheets } = sheetsOf([fileOf('a.ts', text, `b();\n${text}`), fileOf('b.ts', null, text)], {
        secretsIn,
        hmac: (said) => hmac(key + said),
      });
      return [...new Set(sheets.flatMap((sheet) => [...sheet.text.matchAll(/‹[^›]*›/g)].map(([mark]) => mark)))];
    };
    expect(name('one')).toHaveLength(1);
    expect(name('one')).not.toEqual(name('two'));
  });

  test('that was named on the sheet keeps its name in a finding that quotes it', () => {
    const quote = "const apiKey = '‹secret:aws-access-key:0123abcd›'; ⟨U+202E⟩";
    const open = [
      { id: 'f-1', failureModel: 'x', path: 'a.ts', side: 'after', line: 1, quote, title: 't', why: 'w' },
    ] as const;
    expect(compose({ ...EMPTY, purpose: 'follow-up', open }).question.prompt).toContain(quote);
  });
});
