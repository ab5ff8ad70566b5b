import { describe, expect, test } from 'vitest';
import { scanners } from '../../src/facts/analyzers/scanners.ts';
import { brief, factsBetween } from './text-changes.ts';

type Row = readonly [path: string, before: string | null, after: string | null, facts: readonly string[]];
const gate = (certainty = 'certain', name = 'scanner'): readonly string[] => [
  `pipeline.gate-remove ${name} ${certainty}`,
];
const tf = 'resource "x" "y" {\n}\n';

const inline: readonly Row[] = [
  ['db.tf', tf, `#checkov:skip=CKV_AWS_16:temp\n${tf}`, gate()],
  ['db.tf', tf, `# tfsec:ignore:aws-rds-encrypt\n${tf}`, gate()],
  ['db.tf', tf, `#trivy:ignore:AVD-AWS-0080\n${tf}`, gate()],
  ['db.tf', tf, `# kics-scan ignore-line\n${tf}`, gate()],
  ['db.tf', tf, `#ts:skip=AC_AWS_1 why\n${tf}`, gate()],
  ['app.py', 'eval(x)\n', 'eval(x)  # nosec B307\n', gate()],
  ['app.py', 'eval(x)\n', 'eval(x)  # nosemgrep: python.eval\n', gate()],
  ['app.py', 'eval(x)\n', 'eval(x)  # noqa: S307\n', gate()],
  ['App.java', 'a();\n', 'a(); // NOSONAR\n', gate()],
  ['app.ts', 'eval(x)\n', '// eslint-disable-next-line no-eval\neval(x)\n', gate()],
  ['app.go', 'a()\n', 'a() // #nosec G101\n', gate()],
  ['app.go', 'a()\n', 'a() //nolint:gosec\n', gate()],
  ['conf.yaml', 'a: b\n', 'a: b # gitleaks:allow\n', gate()],
  ['conf.yaml', 'a: b\n', 'a: b # pragma: allowlist secret\n', gate()],
  ['migrations/1.sql', 'drop table a;\n', '-- atlas:nolint destructive\ndrop table a;\n', gate()],
  ['migrations/1.sql', 'drop table a;\n', '-- squawk-ignore ban-drop-table\ndrop table a;\n', gate()],
  ['.github/workflows/ci.yml', 'on: push\n', 'on: push # zizmor: ignore[dangerous-triggers]\n', gate()],
  ['Dockerfile', 'FROM a\n', '# hadolint ignore=DL3006\nFROM a\n', gate()],
  ['deploy.yaml', 'a: b\n', 'annotations:\n  checkov.io/skip1: CKV_K8S_1=why\n', gate()],
  ['deploy.yaml', 'a: b\n', 'annotations:\n  ignore-check.kube-linter.io/run-as-non-root: why\n', gate()],
  ['app.rb', 'a\n', 'a # rubocop:disable Security/Eval\n', gate()],
  ['test/app.py', 'eval(x)\n', 'eval(x)  # nosec\n', gate('possible')],
  ['db.tf', `# tfsec:ignore:a\n${tf}`, tf, []],
  ['db.tf', `# tfsec:ignore:a\n${tf}`, `${tf}# tfsec:ignore:a\n`, []],
  ['app.ts', 'a\n', '// eslint-disable-next-line no-console\na\n', []],
  ['app.py', 'a\n', 'a  # noqa: E501\n', []],
  ['docs/scan.md', 'a\n', '`# tfsec:ignore:x` silences it\n', []],
  ['app.py', 'a\n', 'text = "nosec in a string"\n', []],
];

const lists: readonly Row[] = [
  ['.checkov.yaml', 'skip-check: []\n', 'skip-check: [CKV_AWS_1]\n', gate()],
  ['.checkov.yaml', 'skip-check: [A]\n', 'skip-check: [A]\nsoft-fail: true\n', gate()],
  ['.checkov.yaml', 'skip-check: [A, B]\n', '# why\nskip-check:\n  - B\n  - A\n', []],
  ['.checkov.yaml', 'skip-check: [A]\n', 'skip-check: []\n', []],
  ['.checkov.yaml', 'hard-fail-on: [HIGH]\n', '{}\n', gate('likely')],
  ['.trivyignore', 'CVE-2020-1\n', 'CVE-2020-1\nCVE-2024-2 # why\n', gate()],
  ['.trivyignore', 'CVE-2020-1\n', '# why\nCVE-2020-1\n', []],
  ['.trivyignore', null, 'CVE-2024-2\n', gate('likely')],
  ['.trivyignore', 'CVE-2024-2\n', null, []],
  ['.gitleaksignore', 'a:b:c:1\n', 'a:b:c:1\nd:e:f:2\n', gate()],
  [
    '.gitleaks.toml',
    '[extend]\nuseDefault = true\n',
    '[extend]\nuseDefault = true\n[allowlist]\npaths = ["infra/"]\n',
    gate(),
  ],
  ['.gitleaks.toml', '[extend]\nuseDefault = true\n', '[extend]\n', gate('likely')],
  ['.semgrepignore', 'dist/\n', 'dist/\nsrc/\n', gate()],
  ['.tfsec/config.yml', 'exclude: []\n', 'exclude: [aws-s3-enable-versioning]\n', gate()],
  ['sonar-project.properties', 'sonar.exclusions=dist/**\n', 'sonar.exclusions=dist/**,src/**\n', gate()],
  [
    '.snyk',
    'version: v1\nignore: {}\n',
    'version: v1\nignore:\n  SNYK-1:\n    - "*":\n        reason: later\n        expires: 2030-01-01\n',
    gate(),
  ],
  ['.hadolint.yaml', 'ignored: []\n', 'ignored: [DL3008]\n', gate()],
  ['.tflint.hcl', 'rule "a" {\n  enabled = true\n}\n', 'rule "a" {\n  enabled = false\n}\n', gate()],
  ['osv-scanner.toml', '', '[[IgnoredVulns]]\nid = "GHSA-1"\n', gate()],
  ['.github/dependabot.yml', 'version: 2\n', null, gate('possible', 'updates')],
  [
    'codecov.yml',
    'coverage: {status: {project: {default: {informational: false}}}}\n',
    'coverage: {status: {project: {default: {informational: true}}}}\n',
    gate('possible', 'updates'),
  ],
  ['.checkov.yaml', 'skip-check: []\n', 'skip-check: [\n', ['unreadable checkov']],
];

const others: readonly Row[] = [
  ['.gitattributes', '* text=auto\n', '* text=auto\n*.tf -diff\n', gate('certain', 'diff')],
  ['.gitattributes', '', 'src/** binary\n', gate('certain', 'diff')],
  ['.gitattributes', '', '*.sql linguist-generated=true\n', gate('likely', 'diff')],
  [
    '.gitattributes',
    '',
    '*.png binary\n*.lock -diff\ndist/** -diff linguist-generated\npackage-lock.json -diff\n*.pb.go linguist-generated\n',
    [],
  ],
  ['.gitattributes', '*.tf -diff\n', '', []],
  ['.gitattributes', '', '*.sh text eol=lf\n', []],
  [
    '.github/settings.yml',
    'branches: [{protection: {enforce_admins: true}}]\n',
    'branches: [{protection: {enforce_admins: false}}]\n',
    gate('certain', 'branch-rules'),
  ],
  [
    '.github/settings.yml',
    'p: {required_approving_review_count: 2}\n',
    'p: {required_approving_review_count: 1}\n',
    gate('certain', 'branch-rules'),
  ],
  [
    '.github/settings.yml',
    'p: {required_status_checks: {contexts: [test, scan]}}\n',
    'p: {required_status_checks: {contexts: [test]}}\n',
    gate('certain', 'branch-rules'),
  ],
  [
    '.github/settings.yml',
    'p: {allow_force_pushes: false}\n',
    'p: {allow_force_pushes: true}\n',
    gate('certain', 'branch-rules'),
  ],
  [
    '.github/rulesets/main.json',
    '{"enforcement": "active"}',
    '{"enforcement": "disabled"}',
    gate('certain', 'branch-rules'),
  ],
  [
    '.github/rulesets/main.json',
    '{"bypass_actors": []}',
    '{"bypass_actors": [{"actor_id": 1}]}',
    gate('certain', 'branch-rules'),
  ],
  [
    '.github/rulesets/main.json',
    '{"rules": [{"type": "deletion"}, {"type": "non_fast_forward"}]}',
    '{"rules": [{"type": "deletion"}]}',
    gate('certain', 'branch-rules'),
  ],
  ['.github/rulesets/main.json', '{"enforcement": "active"}', null, gate('certain', 'branch-rules')],
  [
    '.github/settings.yml',
    'p: {required_approving_review_count: 1}\n',
    'p: {required_approving_review_count: 2, enforce_admins: true}\n',
    [],
  ],
  [
    '.github/settings.yml',
    'p: {required_status_checks: {contexts: [test, scan]}}\n',
    'p: {required_status_checks: {contexts: [scan, test, lint]}}\n',
    [],
  ],
];

describe('what is told to look away', () => {
  test.each([...inline, ...lists, ...others])('%s: %j to %j', (path, before, after, facts) => {
    const tree = (text: string | null): Record<string, string> => (text === null ? {} : { [path]: text });
    expect(factsBetween(tree(before), tree(after), [scanners]).map(brief)).toEqual(facts);
  });

  test('a suppression that moves to another file is not new', () => {
    const before = { 'a.tf': `#checkov:skip=CKV_1:x\n${tf}`, 'b.tf': tf };
    const after = { 'a.tf': tf, 'b.tf': `${tf}#checkov:skip=CKV_1:x\n` };
    expect(factsBetween(before, after, [scanners])).toEqual([]);
  });
});
