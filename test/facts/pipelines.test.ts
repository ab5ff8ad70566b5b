import { describe, expect, test } from 'vitest';
import { gitlabCi } from '../../src/facts/analyzers/gitlab-ci.ts';
import { otherPipelines } from '../../src/facts/analyzers/other-pipelines.ts';
import { scripts } from '../../src/facts/analyzers/scripts.ts';
import { brief, factsBetween } from './text-changes.ts';

type Row = readonly [name: string, before: string, after: string, facts: readonly string[]];
const gate = (name: string, certainty = 'certain'): readonly string[] => [`pipeline.gate-remove ${name} ${certainty}`];
const test1 = 'test:\n  script: [npm test]\n';
const deploy = (more: string): string => `${test1}deploy:\n  stage: deploy\n${more}  script: [./deploy.sh]\n`;

const gitlab: readonly Row[] = [
  ['manual', deploy('  when: manual\n'), deploy(''), gate('approval')],
  [
    'manual by a rule',
    deploy('  rules: [{if: $A, when: manual}]\n'),
    deploy('  rules: [{if: $A}]\n'),
    gate('approval'),
  ],
  [
    'manual by a base',
    `.m: {when: manual}\n${deploy('  extends: .m\n')}`,
    `.m: {when: manual}\n${deploy('')}`,
    gate('approval'),
  ],
  ['environment', deploy('  environment: production\n'), deploy(''), gate('approval')],
  [
    'environment of production',
    deploy('  environment: {name: production}\n'),
    deploy('  environment: staging\n'),
    gate('approval', 'likely'),
  ],
  ['only', deploy('  only: [main]\n'), deploy(''), gate('trigger')],
  ['only more', deploy('  only: [main]\n'), deploy('  only: [main, branches]\n'), gate('trigger')],
  ['another branch', deploy('  only: [main]\n'), deploy('  only: [trunk]\n'), []],
  ['except', deploy('  except: [schedules]\n'), deploy(''), gate('trigger')],
  ['rules', deploy('  rules: [{if: $A}]\n'), deploy(''), gate('trigger')],
  ['one more rule', deploy('  rules: [{if: $A}]\n'), deploy('  rules: [{if: $A}, {if: $B}]\n'), gate('trigger')],
  ['a rule for all', deploy('  rules: [{if: $A}]\n'), deploy('  rules: [{when: on_success}]\n'), gate('trigger')],
  ['only becomes rules', deploy('  only: [main]\n'), deploy('  rules: [{if: $CI_COMMIT_BRANCH == "main"}]\n'), []],
  ['waits for nothing', deploy(''), deploy('  needs: []\n'), gate('needs')],
  ['a need', deploy('  needs: [test, build]\n'), deploy('  needs: [build]\n'), gate('needs')],
  ['allow_failure', test1, `${test1}  allow_failure: true\n`, gate('test')],
  ['manual tests', test1, `${test1}  when: manual\n`, gate('test')],
  ['|| true', test1, 'test:\n  script: ["npm test || true"]\n', gate('test')],
  ['a job', `${test1}sast:\n  script: [semgrep ci]\n`, test1, gate('scan')],
  ['a template', `include:\n  - template: Security/SAST.gitlab-ci.yml\n${test1}`, test1, gate('scan')],
  ['a variable', test1, `variables: {SAST_DISABLED: "true"}\n${test1}`, gate('scan')],
  [
    'a remote file',
    test1,
    `include:\n  - remote: https://ci.shop.example/a.yml\n${test1}`,
    ['pipeline.untrusted-run action likely'],
  ],
  [
    'a project without its ref',
    `include: [{project: a/b, file: c.yml, ref: v1.0.0}]\n${test1}`,
    `include: [{project: a/b, file: c.yml}]\n${test1}`,
    ['pipeline.untrusted-run action certain'],
  ],
  [
    'a digest',
    `t:\n  image: a:1@sha256:${'a'.repeat(64)}\n  script: [ls]\n`,
    't:\n  image: a:1\n  script: [ls]\n',
    ['pipeline.untrusted-run image certain'],
  ],
  [
    'destroy',
    deploy(''),
    `${deploy('')}clean:\n  script:\n    - terraform destroy -auto-approve\n`,
    ['infra.destroy terraform destroy certain'],
  ],
  [
    'by reference',
    `.s: {script: [npm test]}\n${test1}`,
    '.s: {script: [npm test]}\ntest:\n  script:\n    - !reference [.s, script]\n',
    [],
  ],
  ['a job is added', test1, `${test1}lint:\n  script: [npm run lint]\n`, []],
  ['stages and comments', `stages: [test]\n${test1}`, `# x\nstages: [test, deploy]\n${test1}`, []],
  ['manual is added', deploy(''), deploy('  when: manual\n'), []],
  ['broken', test1, 'test:\n  script: [npm test\n', ['unreadable gitlab-ci']],
];

const azure = (more: string): string => `jobs:\n  - job: build\n    steps:\n      - script: npm ci\n${more}`;
const circle = (more: string): string => `jobs:\n  build:\n    steps:\n      - run: npm ci\n${more}`;
const other: readonly (readonly [path: string, ...Row])[] = [
  ['azure-pipelines.yml', 'a test', azure('      - script: npm test\n'), azure(''), gate('test')],
  [
    'azure-pipelines.yml',
    'continueOnError',
    azure('      - script: npm test\n'),
    azure('      - script: npm test\n        continueOnError: true\n'),
    gate('test'),
  ],
  [
    'azure-pipelines.yml',
    'destroy',
    azure(''),
    azure('      - bash: terraform destroy\n'),
    ['infra.destroy terraform destroy certain'],
  ],
  [
    'azure-pipelines.yml',
    'an image',
    `pool: {vmImage: a}\n${azure('      - script: npm test\n')}`,
    `pool: {vmImage: b}\n${azure('      - script: npm test\n')}`,
    [],
  ],
  [
    '.circleci/config.yml',
    'a scan',
    circle('      - run: {name: Scan, command: trivy fs .}\n'),
    circle(''),
    gate('scan'),
  ],
  [
    '.circleci/config.yml',
    'an approval',
    `${circle('')}workflows:\n  all:\n    jobs:\n      - hold: {type: approval}\n      - build\n`,
    `${circle('')}workflows:\n  all:\n    jobs:\n      - build\n`,
    gate('approval'),
  ],
  [
    'bitbucket-pipelines.yml',
    'a test',
    'pipelines:\n  default:\n    - step: {script: [npm ci, npm test]}\n',
    'pipelines:\n  default:\n    - step: {script: [npm ci]}\n',
    gate('test'),
  ],
  [
    'bitbucket-pipelines.yml',
    'a manual step',
    'pipelines:\n  default:\n    - step: {trigger: manual, script: [./deploy.sh]}\n',
    'pipelines:\n  default:\n    - step: {script: [./deploy.sh]}\n',
    gate('approval'),
  ],
  [
    'Jenkinsfile',
    'a test',
    "stage('Test') { steps { sh 'npm test' } }\n",
    "stage('Test') { steps { sh 'ls' } }\n",
    gate('test'),
  ],
  [
    'Jenkinsfile',
    'an input',
    "stage('Go') { steps { input 'Deploy?'\n sh './deploy.sh' } }\n",
    "stage('Go') { steps { sh './deploy.sh' } }\n",
    gate('approval'),
  ],
  [
    'Jenkinsfile',
    'destroy',
    "stage('Go') { steps { sh 'ls' } }\n",
    "stage('Go') { steps { sh 'ls'\n sh 'helm uninstall shop' } }\n",
    ['infra.destroy release/shop certain'],
  ],
];

const inScripts: readonly (readonly [path: string, before: string | null, after: string, facts: readonly string[]])[] =
  [
    ['deploy.sh', 'set -e\n', 'set -e\nterraform destroy -auto-approve\n', ['infra.destroy terraform destroy likely']],
    ['bin/release', 'set -e\n', 'set -e\nkubectl delete ns shop\n', ['infra.destroy namespace/shop likely']],
    [
      'Makefile',
      'deploy:\n\tls\n',
      'deploy:\n\t@docker volume rm shop\n',
      ['infra.destroy docker volume rm shop likely'],
    ],
    [
      'Makefile',
      'deploy:\n\tls\n',
      'deploy:\n\tls\ndestroy:\n\tterraform destroy\n',
      ['infra.destroy terraform destroy possible'],
    ],
    [
      'package.json',
      '{\n  "scripts": {\n    "start": "node ."\n  }\n}\n',
      '{\n  "scripts": {\n    "start": "prisma migrate reset --force && node ."\n  }\n}\n',
      ['infra.destroy prisma migrate reset likely'],
    ],
    [
      'package.json',
      '{\n  "scripts": {\n    "start": "node ."\n  }\n}\n',
      '{\n  "scripts": {\n    "start": "node .",\n    "db:reset": "prisma migrate reset"\n  }\n}\n',
      ['infra.destroy prisma migrate reset possible'],
    ],
    [
      'Taskfile.yml',
      'tasks:\n  deploy:\n    cmds:\n      - ls\n',
      'tasks:\n  deploy:\n    cmds:\n      - helm uninstall shop\n',
      ['infra.destroy release/shop likely'],
    ],
    ['justfile', 'deploy:\n    ls\n', 'deploy:\n    pulumi destroy\n', ['infra.destroy pulumi destroy likely']],
    ['deploy.sh', 'terraform destroy\n', 'set -e\nterraform destroy\n', []],
    ['deploy.sh', 'ls\n', 'ls\necho "terraform destroy"\nrm -rf build\n', []],
    [
      'package.json',
      '{\n  "scripts": {\n    "a": "b"\n  }\n}\n',
      '{\n  "description": "terraform destroy",\n  "scripts": {\n    "a": "b"\n  }\n}\n',
      [],
    ],
  ];

describe('what an edit of a pipeline or a script does', () => {
  test.each(gitlab)('gitlab: %s', (_name, before, after, facts) => {
    expect(factsBetween({ '.gitlab-ci.yml': before }, { '.gitlab-ci.yml': after }, [gitlabCi]).map(brief)).toEqual(
      facts,
    );
  });
  test.each(other)('%s: %s', (path, _name, before, after, facts) => {
    expect(factsBetween({ [path]: before }, { [path]: after }, [otherPipelines]).map(brief)).toEqual(facts);
  });
  test.each(inScripts)('%s: %j to %j', (path, before, after, facts) => {
    expect(factsBetween(before === null ? {} : { [path]: before }, { [path]: after }, [scripts]).map(brief)).toEqual(
      facts,
    );
  });
});
