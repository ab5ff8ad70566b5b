import { describe, expect, test } from 'vitest';
import { githubActions } from '../../src/facts/analyzers/github-actions.ts';
import { brief, factsBetween } from './text-changes.ts';

const SHA = '1'.repeat(40);
const OTHER_SHA = '2'.repeat(40);
const PATH = '.github/workflows/ci.yml';

type Row = readonly [name: string, before: string | null, after: string, facts: readonly string[]];

const job = (steps: string, more = ''): string =>
  `jobs:\n  build:\n    runs-on: ubuntu-latest\n${more}    steps:\n${steps}`;
const pr = (steps: string, more = ''): string => `on: pull_request\npermissions: {contents: read}\n${job(steps, more)}`;
const run = (script: string): string => `      - run: ${script}\n`;
const uses = (action: string): string => `      - uses: ${action}\n`;
const deploy = (more: string, on = 'on: {push: {branches: [main]}}'): string =>
  `${on}\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: npm test\n  deploy:\n    runs-on: ubuntu-latest\n${more}    steps:\n      - run: ./deploy.sh\n`;

const permissions: readonly Row[] = [
  [
    'write-all',
    'on: push\npermissions: {contents: read}\n' + job(run('ls')),
    'on: push\npermissions: write-all\n' + job(run('ls')),
    ['pipeline.permission-widen write-all certain'],
  ],
  [
    'read to write',
    'on: push\npermissions: {contents: read}\n' + job(run('ls')),
    'on: push\npermissions: {contents: write}\n' + job(run('ls')),
    ['pipeline.permission-widen contents: write certain'],
  ],
  [
    'another scope',
    'on: push\npermissions: {contents: read}\n' + job(run('ls')),
    'on: push\npermissions: {contents: read, packages: write}\n' + job(run('ls')),
    ['pipeline.permission-widen packages: write certain'],
  ],
  [
    'id-token',
    'on: push\npermissions: {contents: read}\n' + job(run('ls')),
    'on: push\npermissions: {contents: read, id-token: write}\n' + job(run('ls')),
    ['pipeline.permission-widen id-token: write certain'],
  ],
  [
    'block removed',
    'on: push\npermissions: {contents: read}\n' + job(run('ls')),
    'on: push\n' + job(run('ls')),
    ['pipeline.permission-widen default certain'],
  ],
  [
    'for one job',
    'on: push\npermissions: {contents: read}\n' + job(run('ls')),
    'on: push\npermissions: {contents: read}\n' + job(run('ls'), '    permissions: {contents: write}\n'),
    ['pipeline.permission-widen contents: write certain'],
  ],
  [
    'from nothing said',
    'on: push\n' + job(run('ls')),
    'on: push\npermissions: {contents: write}\n' + job(run('ls')),
    ['pipeline.permission-widen contents: write likely'],
  ],
  [
    'read-all to write-all',
    'on: push\npermissions: read-all\n' + job(run('ls')),
    'on: push\npermissions: write-all\n' + job(run('ls')),
    ['pipeline.permission-widen write-all certain'],
  ],
  [
    'a new file with write-all',
    null,
    'on: push\npermissions: write-all\n' + job(run('ls')),
    ['pipeline.permission-widen write-all certain'],
  ],
  [
    'scanner results',
    'on: push\npermissions: {contents: read}\n' + job(run('ls')),
    'on: push\npermissions: {contents: read, security-events: write}\n' + job(run('ls')),
    ['pipeline.permission-widen security-events: write possible'],
  ],
  [
    'narrowed',
    'on: push\npermissions: {contents: write}\n' + job(run('ls')),
    'on: push\npermissions: {contents: read}\n' + job(run('ls')),
    [],
  ],
  [
    'narrowed from write-all',
    'on: push\npermissions: write-all\n' + job(run('ls')),
    'on: push\npermissions: {contents: write}\n' + job(run('ls')),
    [],
  ],
  [
    'read for all, write for one, from nothing said',
    'on: push\n' + job(run('ls')),
    'on: push\npermissions: {contents: read}\n' + job(run('ls'), '    permissions: {contents: write}\n'),
    ['pipeline.permission-widen contents: write possible'],
  ],
  [
    'moved from the file to its one job',
    'on: push\npermissions: {contents: write}\n' + job(run('ls')),
    'on: push\n' + job(run('ls'), '    permissions: {contents: write}\n'),
    [],
  ],
  [
    'in another order',
    'on: push\npermissions: {contents: read, issues: write}\n' + job(run('ls')),
    'on: push\npermissions:\n  issues: write # as before\n  contents: read\n' + job(run('ls')),
    [],
  ],
  [
    'none to read',
    'on: push\npermissions: {}\n' + job(run('ls')),
    'on: push\npermissions: {contents: read}\n' + job(run('ls')),
    [],
  ],
];

const strangers: readonly Row[] = [
  [
    'pull_request becomes pull_request_target',
    'on: pull_request\n' + job(run('npm test')),
    'on: pull_request_target\n' + job(run('npm test')),
    ['pipeline.untrusted-run trigger certain'],
  ],
  [
    'and takes the code of the pull request',
    'on: pull_request\n' + job(uses('actions/checkout@v4')),
    'on: pull_request_target\n' +
      job('      - uses: actions/checkout@v4\n        with: {ref: "${{ github.event.pull_request.head.sha }}"}\n'),
    ['pipeline.untrusted-run trigger certain'],
  ],
  [
    'only the checkout is new',
    'on: pull_request_target\n' + job(uses('actions/checkout@v4')),
    'on: pull_request_target\n' +
      job('      - uses: actions/checkout@v4\n        with: {ref: "${{ github.head_ref }}"}\n'),
    ['pipeline.untrusted-run trigger certain'],
  ],
  [
    'a new labeler',
    null,
    'on: pull_request_target\npermissions: {contents: read}\n' + job(uses('actions/labeler@v5')),
    ['pipeline.untrusted-run trigger possible'],
  ],
  [
    'a new workflow_run that runs something',
    'on: push\n' + job(run('ls')),
    'on: {push: , workflow_run: {workflows: [ci]}}\n' + job(run('ls')),
    ['pipeline.untrusted-run trigger likely'],
  ],
  [
    'issue_comment',
    'on: push\n' + job(run('ls')),
    'on: [push, issue_comment]\n' + job(run('ls')),
    ['pipeline.untrusted-run trigger possible'],
  ],
  ['pull_request is added', 'on: push\n' + job(run('ls')), 'on: [push, pull_request]\n' + job(run('ls')), []],
  [
    'a title in a script',
    pr(run('ls')),
    pr(run('echo "${{ github.event.pull_request.title }}"')),
    ['pipeline.untrusted-run injection certain'],
  ],
  [
    'a branch in a script',
    pr(run('ls')),
    pr(run('echo ${{ github.head_ref }}')),
    ['pipeline.untrusted-run injection certain'],
  ],
  [
    'a comment in a script of an action',
    pr(run('ls')),
    pr(
      run('ls') +
        '      - uses: actions/github-script@v7\n        with:\n          script: |\n            console.log("${{ github.event.comment.body }}")\n',
    ),
    ['pipeline.untrusted-run injection certain'],
  ],
  [
    'by way of the environment',
    pr(run('ls')),
    pr('      - run: echo "$TITLE"\n        env: {TITLE: "${{ github.event.pull_request.title }}"}\n'),
    [],
  ],
  [
    'an input of whoever starts it',
    pr(run('ls')),
    pr(run('echo ${{ inputs.version }}')),
    ['pipeline.untrusted-run injection possible'],
  ],
  ['a commit id', pr(run('ls')), pr(run('echo ${{ github.sha }} ${{ github.event.number }}')), []],
  ['it was there before', pr(run('echo ${{ github.head_ref }}')), pr(run('echo now ${{ github.head_ref }}')), []],
  [
    'a machine of our own',
    pr(run('ls')),
    pr(run('ls')).replace('ubuntu-latest', '[self-hosted, linux]'),
    ['pipeline.untrusted-run runner likely'],
  ],
  [
    'a machine of our own for pushes',
    'on: push\n' + job(run('ls')),
    'on: push\n' + job(run('ls')).replace('ubuntu-latest', 'self-hosted'),
    ['pipeline.untrusted-run runner possible'],
  ],
  ['another hosted machine', pr(run('ls')), pr(run('ls')).replace('ubuntu-latest', 'ubuntu-24.04'), []],
  [
    'secrets: inherit',
    'on: push\njobs:\n  call:\n    uses: shop/ci/.github/workflows/a.yml@v1\n    secrets: {TOKEN: x}\n',
    'on: push\njobs:\n  call:\n    uses: shop/ci/.github/workflows/a.yml@v1\n    secrets: inherit\n',
    ['pipeline.untrusted-run secret likely'],
  ],
  [
    'every secret in one value',
    pr(run('ls')),
    pr('      - run: ls\n        env: {ALL: "${{ toJSON(secrets) }}"}\n'),
    ['pipeline.untrusted-run secret certain'],
  ],
  [
    'a secret on pull_request',
    pr(run('ls')),
    pr('      - run: ls\n        env: {T: "${{ secrets.NPM }}"}\n'),
    ['pipeline.untrusted-run secret possible'],
  ],
];

const actions: readonly Row[] = [
  ['a pin is dropped', pr(uses(`shop/act@${SHA}`)), pr(uses('shop/act@v2')), ['pipeline.untrusted-run action certain']],
  [
    'a pin of an official action is dropped',
    pr(uses(`actions/checkout@${SHA}`)),
    pr(uses('actions/checkout@main')),
    ['pipeline.untrusted-run action certain'],
  ],
  ['a pin is moved', pr(uses(`shop/act@${SHA}`)), pr(uses(`shop/act@${OTHER_SHA}`)), []],
  ['a pin is set', pr(uses('shop/act@v1')), pr(uses(`shop/act@${SHA}`)), []],
  ['a tag to another tag', pr(uses('shop/act@v1')), pr(uses('shop/act@v2')), []],
  ['a tag to a branch', pr(uses('shop/act@v1')), pr(uses('shop/act@main')), ['pipeline.untrusted-run action likely']],
  ['another owner', pr(uses('actions/cache@v4')), pr(uses('evil/cache@v4')), ['pipeline.untrusted-run action likely']],
  [
    'somebody new by branch',
    pr(run('ls')),
    pr(run('ls') + uses('shop/act@master')),
    ['pipeline.untrusted-run action likely'],
  ],
  [
    'somebody new by tag',
    pr(run('ls')),
    pr(run('ls') + uses('shop/act@v1')),
    ['pipeline.untrusted-run action possible'],
  ],
  ['somebody new by commit', pr(run('ls')), pr(run('ls') + uses(`shop/act@${SHA}`)), []],
  ['an official one by tag', pr(run('ls')), pr(run('ls') + uses('actions/setup-node@v4')), []],
  ['one of this repository', pr(run('ls')), pr(run('ls') + uses('./.github/actions/setup')), []],
  [
    'an image without its digest',
    pr(uses(`docker://alpine:3@sha256:${'a'.repeat(64)}`)),
    pr(uses('docker://alpine:3')),
    ['pipeline.untrusted-run image certain'],
  ],
];

const checks: readonly Row[] = [
  ['a test is removed', pr(run('npm ci') + run('npm test')), pr(run('npm ci')), ['pipeline.gate-remove test certain']],
  [
    'from within a script',
    pr('      - run: |\n          npm ci\n          npm run lint\n          npm test\n'),
    pr('      - run: |\n          npm ci\n          npm test\n'),
    ['pipeline.gate-remove lint certain'],
  ],
  [
    'a scanner is removed',
    pr(run('ls') + uses(`aquasecurity/trivy-action@${SHA}`)),
    pr(run('ls')),
    ['pipeline.gate-remove scan certain'],
  ],
  [
    'a job is removed',
    'on: push\njobs:\n  a: {runs-on: x, steps: [{run: make}]}\n  codeql: {runs-on: x, steps: [{uses: github/codeql-action/analyze@v3}]}\n',
    'on: push\njobs:\n  a: {runs-on: x, steps: [{run: make}]}\n',
    ['pipeline.gate-remove scan certain'],
  ],
  ['a plan is removed', pr(run('terraform plan') + run('ls')), pr(run('ls')), ['pipeline.gate-remove plan certain']],
  [
    'a validation is removed',
    pr(run('terraform validate') + run('ls')),
    pr(run('ls')),
    ['pipeline.gate-remove plan certain'],
  ],
  ['|| true', pr(run('npm test')), pr(run('npm test || true')), ['pipeline.gate-remove test certain']],
  ['|| exit 0', pr(run('npm test')), pr(run('npm test || exit 0')), ['pipeline.gate-remove test certain']],
  ['|| echo', pr(run('npm test')), pr(run('npm test || echo flaky')), ['pipeline.gate-remove test certain']],
  [
    'set +e',
    pr('      - run: |\n          npm test\n          ls\n'),
    pr('      - run: |\n          set +e\n          npm test\n          ls\n'),
    ['pipeline.gate-remove test certain'],
  ],
  [
    'continue-on-error for a step',
    pr(run('npm test')),
    pr(`${run('npm test')}        continue-on-error: true\n`),
    ['pipeline.gate-remove test certain'],
  ],
  [
    'continue-on-error for the job',
    pr(run('npm test')),
    pr(run('npm test'), '    continue-on-error: true\n'),
    ['pipeline.gate-remove test certain'],
  ],
  [
    'if: false',
    pr(run('npm test')),
    pr(`${run('npm test')}        if: false\n`),
    ['pipeline.gate-remove test certain'],
  ],
  [
    'if: ${{ false }} on the job',
    pr(run('npm test')),
    pr(run('npm test'), '    if: ${{ false }}\n'),
    ['pipeline.gate-remove test certain'],
  ],
  ['soft fail', pr(run('checkov -d .')), pr(run('checkov -d . --soft-fail')), ['pipeline.gate-remove scan certain']],
  [
    'exit code 0',
    pr('      - uses: aquasecurity/trivy-action@v1\n        with: {exit-code: "1"}\n'),
    pr('      - uses: aquasecurity/trivy-action@v1\n        with: {exit-code: "0"}\n'),
    ['pipeline.gate-remove scan certain'],
  ],
  [
    'pull requests are no longer tested',
    'on: [push, pull_request]\n' + job(run('npm test')),
    'on: push\n' + job(run('npm test')),
    ['pipeline.gate-remove trigger certain'],
  ],
  [
    'only by hand',
    'on: [push, pull_request]\n' + job(run('npm test')),
    'on: workflow_dispatch\n' + job(run('npm test')),
    ['pipeline.gate-remove trigger certain'],
  ],
  [
    'paths are ignored',
    'on: {pull_request: }\n' + job(run('npm test')),
    'on: {pull_request: {paths-ignore: [docs/**]}}\n' + job(run('npm test')),
    ['pipeline.gate-remove trigger possible'],
  ],
  [
    'every path is ignored',
    'on: {pull_request: }\n' + job(run('npm test')),
    'on: {pull_request: {paths-ignore: ["**"]}}\n' + job(run('npm test')),
    ['pipeline.gate-remove trigger certain'],
  ],
  ['another runner of the same tests', pr(run('npx jest')), pr(run('npx vitest run')), []],
  [
    'a check by another name',
    pr('      - name: Test\n        run: npm test\n'),
    pr('      - name: Unit tests\n        run: npm test\n'),
    [],
  ],
  ['a check with more options', pr(run('npm test')), pr(run('npm test -- --coverage')), []],
  ['a test on another line', pr(run('npm ci && npm test')), pr('      - run: npm ci\n      - run: npm test\n'), []],
  [
    'checks in another job',
    pr(run('npm test')),
    'on: pull_request\npermissions: {contents: read}\njobs:\n  build:\n    runs-on: x\n    steps: [{run: ls}]\n  test:\n    runs-on: x\n    steps: [{run: npm test}]\n',
    [],
  ],
  ['a job by another id', pr(run('npm test')), pr(run('npm test')).replace('build:', 'unit:'), []],
  ['a build step is removed', pr(run('npm run build') + run('npm test')), pr(run('npm test')), []],
  ['it fails and says so', pr(run('npm test')), pr(run('npm test || (echo failed; exit 1)')), []],
  ['a check is added', pr(run('npm test')), pr(run('npm test') + run('npm run lint')), []],
  ['an install is dropped', pr(run('pip install pytest') + run('pytest')), pr(run('pytest')), []],
  [
    'into a script of this repository',
    pr(run('npm test') + run('npm run lint')),
    pr(run('./ci.sh')),
    ['pipeline.gate-remove test possible', 'pipeline.gate-remove lint possible'],
  ],
  ['a new workflow', null, pr(run('npm test')), []],
  ['a soft check is removed', pr(run('npm test') + run('npm run lint || true')), pr(run('npm test')), []],
];

const deploys: readonly Row[] = [
  [
    'environment',
    deploy('    needs: test\n    environment: production\n'),
    deploy('    needs: test\n'),
    ['pipeline.gate-remove approval certain'],
  ],
  [
    'another environment',
    deploy('    environment: production\n'),
    deploy('    environment: dev\n'),
    ['pipeline.gate-remove approval likely'],
  ],
  ['needs', deploy('    needs: test\n'), deploy(''), ['pipeline.gate-remove needs certain']],
  [
    'always()',
    deploy('    needs: test\n'),
    deploy('    needs: test\n    if: always()\n'),
    ['pipeline.gate-remove needs certain'],
  ],
  [
    'if of a branch',
    deploy("    if: github.ref == 'refs/heads/main'\n"),
    deploy(''),
    ['pipeline.gate-remove trigger certain'],
  ],
  ['every branch', deploy(''), deploy('', 'on: {push: {branches: ["**"]}}'), ['pipeline.gate-remove trigger certain']],
  ['no filter', deploy(''), deploy('', 'on: push'), ['pipeline.gate-remove trigger certain']],
  [
    'one more branch',
    deploy(''),
    deploy('', 'on: {push: {branches: [main, develop]}}'),
    ['pipeline.gate-remove trigger certain'],
  ],
  [
    'by hand becomes by itself',
    deploy('', 'on: workflow_dispatch'),
    deploy('', 'on: push'),
    ['pipeline.gate-remove trigger likely'],
  ],
  ['the branch has another name', deploy(''), deploy('', 'on: {push: {branches: [trunk]}}'), []],
  ['an environment is set', deploy(''), deploy('    environment: production\n'), []],
  [
    'the environment has an address',
    deploy('    environment: production\n'),
    deploy('    environment: {name: production, url: "https://shop.example"}\n'),
    [],
  ],
  [
    'by way of another job',
    deploy('    needs: [test, lint]\n').replace(
      'jobs:\n',
      'jobs:\n  lint:\n    needs: test\n    runs-on: x\n    steps: [{run: npm run lint}]\n',
    ),
    deploy('    needs: lint\n').replace(
      'jobs:\n',
      'jobs:\n  lint:\n    needs: test\n    runs-on: x\n    steps: [{run: npm run lint}]\n',
    ),
    [],
  ],
  ['by itself and by hand', deploy(''), deploy('', 'on: {push: {branches: [main]}, workflow_dispatch: }'), []],
  [
    'tests on all branches',
    'on: {push: {branches: [main]}}\n' + job(run('npm test')),
    'on: push\n' + job(run('npm test')),
    [],
  ],
  [
    'auto-approve',
    deploy('') + '      - run: terraform apply tfplan\n',
    deploy('') + '      - run: terraform apply -auto-approve\n',
    ['pipeline.gate-remove approval certain'],
  ],
  [
    'destroy',
    deploy(''),
    deploy('') + '      - run: terraform destroy -auto-approve\n',
    ['infra.destroy terraform destroy certain'],
  ],
  [
    'destroy in a new file',
    null,
    'on: workflow_dispatch\n' + job(run('kubectl delete ns shop')),
    ['infra.destroy namespace/shop certain'],
  ],
  [
    'destroy was there',
    deploy('') + '      - run: helm uninstall shop\n',
    deploy('') + '      - name: clean\n        run: helm uninstall shop\n',
    [],
  ],
  [
    'a remote script',
    deploy(''),
    deploy('') + '      - run: curl -s https://install.shop.example/x | sudo bash\n',
    ['pipeline.untrusted-run script likely'],
  ],
  [
    'an installer everybody uses',
    deploy(''),
    deploy('') + "      - run: curl --proto '=https' https://sh.rustup.rs | sh\n",
    ['pipeline.untrusted-run script possible'],
  ],
];

describe('what an edit of a workflow does', () => {
  test.each([...permissions, ...strangers, ...actions, ...checks, ...deploys])('%s', (_name, before, after, facts) => {
    const seen = factsBetween(before === null ? {} : { [PATH]: before }, { [PATH]: after }, [githubActions]);
    expect(seen.map(brief)).toEqual(facts);
  });

  test('a job that moves to another file is not gone', () => {
    const before = { [PATH]: pr(run('npm test') + run('npm run lint')) };
    const after = { [PATH]: pr(run('npm test')), '.github/workflows/lint.yml': pr(run('npm run lint')) };
    expect(factsBetween(before, after, [githubActions])).toEqual([]);
  });

  test('a deleted workflow is told by another analyzer', () => {
    expect(factsBetween({ [PATH]: pr(run('npm test')) }, {}, [githubActions])).toEqual([]);
  });

  test.each([
    ['not closed', 'on: push\njobs: {build: [\n'],
    ['no jobs', 'on: push\n'],
    ['a tab', 'on: push\njobs:\n\tbuild:\n\t\truns-on: x\n'],
  ])('a broken workflow is told: %s', (_name, after) => {
    const seen = factsBetween({ [PATH]: pr(run('npm test')) }, { [PATH]: after }, [githubActions]);
    expect(seen.map(({ kind }) => kind)).toContain('unreadable');
  });

  test('a workflow with carriage returns and a byte order mark says the same', () => {
    const before = pr(run('npm test'));
    expect(
      factsBetween({ [PATH]: before }, { [PATH]: `\uFEFF${before.replaceAll('\n', '\r\n')}` }, [githubActions]),
    ).toEqual([]);
  });
});
