import { describe, expect, test } from 'vitest';
import { dockerfile } from '../../src/facts/analyzers/dockerfile.ts';
import { brief, factsBetween } from './text-changes.ts';

const DIGEST = `@sha256:${'a'.repeat(64)}`;
type Row = readonly [name: string, before: string | null, after: string, facts: readonly string[]];
const from = (more: string, image = 'node:20'): string => `FROM ${image}\nWORKDIR /app\n${more}`;

const rows: readonly Row[] = [
  [
    'USER becomes root',
    from('USER node\nCMD node .\n'),
    from('USER root\nCMD node .\n'),
    ['access.widen USER certain'],
  ],
  ['USER becomes 0', from('USER 1000:1000\n'), from('USER 0\n'), ['access.widen USER certain']],
  ['USER is removed', from('USER node\n'), from(''), ['access.widen USER certain']],
  ['root comes after', from('USER node\n'), from('USER node\nUSER root\n'), ['access.widen USER certain']],
  ['another user', from('USER node\n'), from('USER app\n'), []],
  ['root for a step', from('USER node\n'), from('USER root\nRUN apt-get update\nUSER node\n'), []],
  [
    'the user of the stage below',
    'FROM node:20 AS base\nUSER node\nFROM base\nUSER node\n',
    'FROM node:20 AS base\nUSER node\nFROM base\n',
    [],
  ],
  [
    'a stage that is not the last',
    'FROM node:20 AS build\nUSER node\nFROM node:20\nUSER node\n',
    'FROM node:20 AS build\nFROM node:20\nUSER node\n',
    [],
  ],
  ['an image that has a user of its own', from('USER node\n'), from('', 'gcr.io/distroless/nodejs20:nonroot'), []],
  [
    'a user by a variable',
    'FROM node:20\nARG USERNAME=node\nUSER $USERNAME\n',
    'FROM node:20\nARG USERNAME=root\nUSER $USERNAME\n',
    ['access.widen USER certain'],
  ],
  ['a new image that says no user', null, from('CMD node .\n'), []],
  [
    'a remote script',
    from(''),
    from('RUN curl -fsSL https://get.shop.example/x | sh\n'),
    ['pipeline.untrusted-run script likely'],
  ],
  [
    'over two lines',
    from(''),
    from('RUN apt-get update && \\\n  # the tool\n  curl -fsSL https://get.shop.example/x \\\n  | sudo -E bash -\n'),
    ['pipeline.untrusted-run script likely'],
  ],
  [
    'in a here-document',
    from(''),
    from('RUN <<EOF\nset -e\nwget -qO- https://get.shop.example/x | bash\nEOF\n'),
    ['pipeline.untrusted-run script likely'],
  ],
  [
    'by substitution',
    from(''),
    from('RUN bash -c "$(curl -fsSL https://get.shop.example/x)"\n'),
    ['pipeline.untrusted-run script likely'],
  ],
  [
    'in a list',
    from(''),
    from('RUN ["sh", "-c", "curl https://get.shop.example/x | sh"]\n'),
    ['pipeline.untrusted-run script likely'],
  ],
  [
    'an installer everybody uses',
    from(''),
    from('RUN curl https://sh.rustup.rs | sh -s -- -y\n'),
    ['pipeline.untrusted-run script possible'],
  ],
  [
    'a remote script in a new image',
    null,
    from('RUN curl https://get.shop.example/x | sh\n'),
    ['pipeline.untrusted-run script possible'],
  ],
  [
    'it was there before',
    from('RUN curl https://get.shop.example/x | sh\n'),
    from('RUN curl -fsSL https://get.shop.example/x | sh -s v2\n'),
    [],
  ],
  [
    'a download',
    from(''),
    from('RUN curl -fsSLo /tmp/x.tgz https://shop.example/x.tgz && echo "1  /tmp/x.tgz" | sha256sum -c\n'),
    [],
  ],
  ['a comment', from(''), from('# RUN curl https://get.shop.example/x | sh\n'), []],
  [
    'ADD from a URL',
    from(''),
    from('ADD https://shop.example/x.tgz /opt/\n'),
    ['pipeline.untrusted-run script likely'],
  ],
  ['with a checksum', from(''), from('ADD --checksum=sha256:aa https://shop.example/x.tgz /opt/\n'), []],
  [
    'another version of it',
    from('ADD https://shop.example/1.2.3/x.tgz /opt/\n'),
    from('ADD https://shop.example/1.3.0/x.tgz /opt/\n'),
    [],
  ],
  [
    'the checksum is no longer compared',
    from('RUN curl -o x https://shop.example/x && sha256sum -c x.sum\n'),
    from('RUN curl -o x https://shop.example/x\n'),
    ['pipeline.untrusted-run script likely'],
  ],
  [
    'certificates are not checked',
    from('RUN curl -o x https://shop.example/x\n'),
    from('RUN curl -k -o x https://shop.example/x\n'),
    ['pipeline.untrusted-run script likely'],
  ],
  [
    'the digest is dropped',
    from('', `node:20${DIGEST}`),
    from('', 'node:20'),
    ['pipeline.untrusted-run image certain'],
  ],
  ['the digest is moved', from('', `node:20${DIGEST}`), from('', `node:20@sha256:${'b'.repeat(64)}`), []],
  ['a tag to latest', from('', 'node:20'), from('', 'node:latest'), ['pipeline.untrusted-run image likely']],
  ['a tag to none', from('', 'node:20'), from('', 'node'), ['pipeline.untrusted-run image likely']],
  ['a tag to a tag', from('', 'node:20'), from('', 'node:22-alpine'), []],
  ['by somebody else', from('', 'node:20'), from('', 'evil.example/node:20'), ['pipeline.untrusted-run image likely']],
  ['a variable of the version', 'ARG V=20\nFROM node:$V\n', 'ARG V=22\nFROM node:${V}\n', []],
  [
    'a stage is added before',
    from('', `node:20${DIGEST}`),
    `FROM golang:1.23 AS tools\nRUN go install x\n${from('', `node:20${DIGEST}`)}`,
    [],
  ],
  ['a secret as an argument', from(''), from('ARG NPM_TOKEN\nRUN npm ci\n'), ['pipeline.untrusted-run secret likely']],
  [
    'a secret in the environment',
    from(''),
    from('ENV DB_PASSWORD=hunter22\n'),
    ['pipeline.untrusted-run secret certain'],
  ],
  ['written the old way', from(''), from('ENV API_KEY abc123\n'), ['pipeline.untrusted-run secret certain']],
  [
    'the path of a secret',
    from(''),
    from('ENV DB_PASSWORD_FILE=/run/secrets/db\nENV TOKEN_URL=https://x.example\n'),
    [],
  ],
  ['a placeholder', from(''), from('ENV SECRET_KEY=dummy\n'), []],
  ['a secret that is mounted', from(''), from('RUN --mount=type=secret,id=npm npm ci\n'), []],
  [
    'outside of the walls',
    from('RUN make\n'),
    from('RUN --security=insecure make\n'),
    ['access.widen --security=insecure likely'],
  ],
  [
    'no healthcheck',
    from('HEALTHCHECK CMD curl -f localhost\n'),
    from('HEALTHCHECK NONE\n'),
    ['infra.unprotect availability possible'],
  ],
  [
    'it destroys when it starts',
    from('CMD ["npm", "start"]\n'),
    from('CMD npx prisma migrate reset --force && npm start\n'),
    ['infra.destroy prisma migrate reset likely'],
  ],
  ['lists are cleared', from(''), from('RUN apt-get update && rm -rf /var/lib/apt/lists/* /var/log/*\n'), []],
  ['labels and comments', from('CMD node .\n'), from('# shop\nLABEL team=web\nCMD ["node", "."]\n'), []],
  [
    'the escape of Windows',
    '# escape=`\nFROM windows:1\nRUN dir `\n  c:\\\nUSER app\n',
    '# escape=`\nFROM windows:1\nRUN dir `\n  d:\\\nUSER app\n',
    [],
  ],
];

describe('what an edit of a Dockerfile does', () => {
  test.each(rows)('%s', (_name, before, after, facts) => {
    const seen = factsBetween(before === null ? {} : { Dockerfile: before }, { Dockerfile: after }, [dockerfile]);
    expect(seen.map(brief)).toEqual(facts);
  });

  test.each([
    ['nothing is left', ''],
    ['a here-document does not end', 'FROM node:20\nRUN <<EOF\nls\n'],
    ['no instruction', 'FROM node:20\n<<<<<<< HEAD\nUSER node\n'],
  ])('what cannot be read is told: %s', (_name, after) => {
    expect(
      factsBetween({ Dockerfile: from('CMD x\n') }, { Dockerfile: after }, [dockerfile]).map(({ kind }) => kind),
    ).toEqual(['unreadable']);
  });

  test('carriage returns, tabs and a byte order mark say the same', () => {
    const before = from('RUN apt-get update \\\n    && ls\nUSER node\n');
    const after = `\uFEFF${before.replaceAll('    ', '\t').replaceAll('\n', '\r\n')}`;
    expect(factsBetween({ Dockerfile: before }, { Dockerfile: after }, [dockerfile])).toEqual([]);
  });
});
