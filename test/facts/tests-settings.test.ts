import { describe, expect, test } from 'vitest';
import { tests } from '../../src/facts/analyzers/tests.ts';
import { factsBetween } from './text-changes.ts';

type Row = readonly [name: string, path: string, before: string, after: string, told: readonly string[]];

const scripts = (...lines: readonly string[]): string =>
  `{\n  "name": "shop",\n  "scripts": {\n${lines.map((line) => `    ${line}`).join(',\n')}\n  }\n}\n`;
const vitest = (...lines: readonly string[]): string =>
  `export default defineConfig({\n  test: {\n${lines.map((line) => `    ${line}`).join('\n')}\n  },\n});\n`;
const COVER = 'coverage: { thresholds: { lines: 80, branches: 70 } },';

describe('how much is tested', () => {
  test.each<Row>([
    ['a threshold is lowered', 'vitest.config.ts', vitest(COVER), vitest(COVER.replace('80', '50')), ['lines certain']],
    ['a threshold is raised', 'vitest.config.ts', vitest(COVER), vitest(COVER.replace('80', '90')), []],
    [
      'all thresholds go',
      'vitest.config.ts',
      vitest(COVER),
      vitest('coverage: {},'),
      ['branches likely', 'lines likely'],
    ],
    ['a threshold in a comment', 'vitest.config.ts', vitest(COVER, '// lines: 90'), vitest(COVER), []],
    [
      'jest',
      'package.json',
      '{\n  "jest": { "coverageThreshold": { "global": { "lines": 90 } } }\n}\n',
      '{\n  "jest": { "coverageThreshold": { "global": { "lines": 10 } } }\n}\n',
      ['lines certain'],
    ],
    [
      'jest that may miss more lines',
      'package.json',
      '{\n  "jest": { "coverageThreshold": { "global": { "lines": -10 } } }\n}\n',
      '{\n  "jest": { "coverageThreshold": { "global": { "lines": -20 } } }\n}\n',
      ['lines certain'],
    ],
    [
      'nyc',
      '.nycrc',
      '{ "check-coverage": true, "branches": 80 }',
      '{ "check-coverage": true, "branches": 60 }',
      ['branches certain'],
    ],
    [
      'nyc no longer checks',
      '.nycrc',
      '{ "check-coverage": true, "branches": 80 }',
      '{ "check-coverage": false, "branches": 80 }',
      ['check-coverage certain'],
    ],
    [
      'coverage.py',
      '.coveragerc',
      '[report]\nfail_under = 90\n',
      '[report]\nfail_under = 70\n',
      ['fail_under certain'],
    ],
    [
      'pyproject',
      'pyproject.toml',
      '[tool.coverage.report]\nfail_under = 90\n',
      '[tool.coverage.report]\nshow_missing = true\n',
      ['fail_under likely'],
    ],
    [
      'pytest-cov',
      'pytest.ini',
      '[pytest]\naddopts = --cov=shop --cov-fail-under=90\n',
      '[pytest]\naddopts = --cov=shop --cov-fail-under=80\n',
      ['cov-fail-under certain'],
    ],
    [
      'codecov may fall further',
      'codecov.yml',
      'coverage:\n  status:\n    project:\n      default:\n        target: 80%\n        threshold: 1%\n',
      'coverage:\n  status:\n    project:\n      default:\n        target: 80%\n        threshold: 20%\n',
      ['threshold certain'],
    ],
    [
      'another number',
      'package.json',
      '{\n  "version": "1.2.0",\n  "lines": 3\n}\n',
      '{\n  "version": "1.1.0",\n  "lines": 3\n}\n',
      [],
    ],
    [
      'passWithNoTests',
      'vitest.config.ts',
      vitest('globals: true,'),
      vitest('globals: true,', 'passWithNoTests: true,'),
      ['passWithNoTests likely'],
    ],
    [
      '--passWithNoTests',
      'package.json',
      scripts('"test": "jest"'),
      scripts('"test": "jest --passWithNoTests"'),
      ['--passWithNoTests likely'],
    ],
    [
      'tests are left out',
      'vitest.config.ts',
      vitest("exclude: ['node_modules'],"),
      vitest("exclude: ['node_modules', 'src/cart.test.ts'],"),
      ['exclude likely'],
    ],
    [
      'what is built is left out',
      'vitest.config.ts',
      vitest("exclude: ['node_modules'],"),
      vitest("exclude: ['node_modules', 'dist/**'],"),
      [],
    ],
    [
      'jest leaves out a folder',
      'jest.config.js',
      "module.exports = { testPathIgnorePatterns: ['/node_modules/'] };\n",
      "module.exports = { testPathIgnorePatterns: ['/node_modules/', '/src/cart/'] };\n",
      ['testPathIgnorePatterns likely'],
    ],
    [
      'pytest leaves out a file',
      'pytest.ini',
      '[pytest]\naddopts = -q\n',
      '[pytest]\naddopts = -q --ignore=tests/test_cart.py\n',
      ['--ignore likely'],
    ],
    [
      'pytest leaves out a mark',
      'pyproject.toml',
      '[tool.pytest.ini_options]\naddopts = "-q"\n',
      '[tool.pytest.ini_options]\naddopts = "-q -m \'not cart\'"\n',
      ['-m likely'],
    ],
    [
      'conftest leaves out a file',
      'tests/conftest.py',
      'import pytest\n',
      'import pytest\n\ncollect_ignore = ["test_cart.py"]\n',
      ['collect_ignore certain'],
    ],
    [
      'the script runs nothing',
      'package.json',
      scripts('"test": "vitest run"'),
      scripts('"test": "echo ok"'),
      ['test certain'],
    ],
    [
      'the script exits',
      'package.json',
      scripts('"test": "vitest run"'),
      scripts('"test": "exit 0"'),
      ['test certain'],
    ],
    [
      'there never was a test',
      'package.json',
      scripts('"test": "echo \\"Error: no test specified\\" && exit 1"'),
      scripts('"test": "echo none"'),
      [],
    ],
    ['another runner', 'package.json', scripts('"test": "jest"'), scripts('"test": "vitest run"'), []],
    [
      'a failure is forgiven',
      'package.json',
      scripts('"test": "vitest run"'),
      scripts('"test": "vitest run || true"'),
      ['test certain'],
    ],
    [
      'a failure is forgiven in a Makefile',
      'Makefile',
      'test:\n\tpytest -q\n',
      'test:\n\tpytest -q || true\n',
      ['pytest certain'],
    ],
    [
      'a new target that forgives',
      'Makefile',
      'test:\n\tpytest -q\n',
      'test:\n\tpytest -q\nprobe:\n\tgo test ./... || true\n',
      [],
    ],
    [
      'a script is added',
      'package.json',
      scripts('"test": "vitest run"'),
      scripts('"test": "vitest run"', '"build": "tsc"'),
      [],
    ],
  ])('%s', (_name, path, before, after, expected) => {
    const facts = factsBetween({ [path]: before }, { [path]: after }, [tests]);
    expect(
      facts.map(({ attributes }) => `${String(attributes['name'])} ${String(attributes['certainty'])}`).toSorted(),
    ).toEqual(expected);
  });
});
