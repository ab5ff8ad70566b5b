import type { Path } from '../model/change.ts';
import { baseName } from './path.ts';

/** What a file is for, as far as its path tells; `other` when it does not. The first row that fits wins. */
export function technologyOf(path: Path): string {
  const lower = path.toLowerCase();
  const row = BY_PATH.find(([, pattern]) => pattern.test(lower));
  if (row) return row[0];
  const name = baseName(lower);
  const dot = name.lastIndexOf('.');
  return dot > 0 ? (BY_EXTENSION[name.slice(dot + 1)] ?? 'other') : 'other';
}

const BY_PATH: readonly (readonly [technology: string, pattern: RegExp])[] = [
  ['github-actions', /^\.github\/workflows\/[^/]+\.ya?ml$|(^|\/)action\.ya?ml$/],
  ['gitlab-ci', /(^|\/)(\.gitlab-ci|[^/]+\.gitlab-ci)\.ya?ml$|^\.gitlab\/ci\//],
  ['circleci', /^\.circleci\//],
  ['buildkite', /^\.buildkite\//],
  ['azure-pipelines', /(^|\/)azure-pipelines[^/]*\.ya?ml$/],
  ['jenkins', /(^|\/)jenkinsfile([.-][^/]*)?$/],
  ['drone', /(^|\/)\.drone\.ya?ml$|(^|\/)\.woodpecker(\.ya?ml$|\/)/],
  ['travis', /(^|\/)\.travis\.ya?ml$/],
  ['bitbucket-pipelines', /(^|\/)bitbucket-pipelines\.ya?ml$/],
  ['terraform', /\.(tf|tofu|tfvars)(\.json)?$|(^|\/)\.terraform\.lock\.hcl$|\.tfstate(\.backup)?$/],
  ['terragrunt', /(^|\/)terragrunt[^/]*\.hcl$/],
  ['pulumi', /(^|\/)pulumi(\.[^/]+)?\.ya?ml$/],
  [
    'cloudformation',
    /(^|\/)(cloudformation|cfn)\/|(^|\/)(cloudformation|template|sam)[^/]*\.(template|ya?ml)$|\.cfn\.(ya?ml|json)$/,
  ],
  ['serverless', /(^|\/)serverless[^/]*\.(ya?ml|ts|json)$/],
  ['bicep', /\.bicep(param)?$/],
  ['helm', /(^|\/)(chart|values[^/]*)\.ya?ml$|(^|\/)charts\/.*\.(ya?ml|tpl)$|(^|\/)helmfile[^/]*\.ya?ml$/],
  [
    'kubernetes',
    /(^|\/)(k8s|kubernetes|kustomize|manifests|overlays|argocd|flux)\/.*\.(ya?ml|json)$|(^|\/)kustomization\.ya?ml$/,
  ],
  ['ansible', /(^|\/)(ansible|playbooks|roles\/[^/]+\/tasks)\/.*\.ya?ml$/],
  [
    'docker',
    /(^|\/)(dockerfile|containerfile)([.-][^/]*)?$|\.dockerfile$|(^|\/)(docker-)?compose[^/]*\.ya?ml$|(^|\/)\.dockerignore$/,
  ],
  [
    'sql-migration',
    /(^|\/)(migrations?|migrate|db\/migrate|alembic|flyway|liquibase)\/.*\.(sql|py|rb|ts|js|php|xml|ya?ml|exs|cs|go)$|(^|\/)v\d[\w.]*__[^/]*\.sql$/,
  ],
  ['prisma', /\.prisma$/],
  ['agent-instructions', /(^|\/)(agents|claude|gemini)\.md$|(^|\/)\.cursorrules$|^\.cursor\/rules\//],
  ['make', /(^|\/)(gnu)?makefile$|\.mk$/],
];

const BY_EXTENSION: Readonly<Record<string, string>> = {
  ts: 'typescript',
  tsx: 'typescript',
  mts: 'typescript',
  cts: 'typescript',
  js: 'javascript',
  jsx: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  py: 'python',
  pyi: 'python',
  ipynb: 'python',
  go: 'go',
  rs: 'rust',
  java: 'java',
  kt: 'kotlin',
  kts: 'kotlin',
  scala: 'scala',
  rb: 'ruby',
  php: 'php',
  cs: 'csharp',
  fs: 'fsharp',
  c: 'c',
  h: 'c',
  cc: 'cpp',
  cpp: 'cpp',
  hpp: 'cpp',
  swift: 'swift',
  m: 'objective-c',
  ex: 'elixir',
  exs: 'elixir',
  erl: 'erlang',
  hs: 'haskell',
  lua: 'lua',
  dart: 'dart',
  zig: 'zig',
  r: 'r',
  jl: 'julia',
  sh: 'shell',
  bash: 'shell',
  zsh: 'shell',
  fish: 'shell',
  ps1: 'powershell',
  sql: 'sql',
  html: 'html',
  css: 'css',
  scss: 'css',
  vue: 'vue',
  svelte: 'svelte',
  proto: 'protobuf',
  graphql: 'graphql',
  md: 'markdown',
  mdx: 'markdown',
  rst: 'text',
  txt: 'text',
  yaml: 'yaml',
  yml: 'yaml',
  json: 'json',
  toml: 'toml',
  hcl: 'hcl',
};
