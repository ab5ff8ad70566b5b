import type { Deed } from '../deeds.ts';

export type Release = Deed & {
  readonly ecosystem: string;
  readonly because: string;
  readonly action?: 'publish' | 'unpublish' | 'deprecate' | 'owner' | 'deploy';
  readonly reversible?: boolean;
  readonly remedy?: string;
};

const OUT = 'strangers install it from now on, and the number of the version is used up';
const GONE = 'whoever builds on it finds nothing any more';
const KEYS = 'who may release it, or read it, changes';
const LESS = 'whoever installs it is told not to, or gets another version';
const NPM = 'npm pnpm yarn bun jsr';

export const releases: readonly Release[] = [
  { tools: NPM, words: /^(?:npm )?unpublish\b/, ecosystem: 'npm', action: 'unpublish', because: GONE },
  {
    tools: NPM,
    words:
      /^(?:npm )?(?:owner|author) (?:add|rm|remove)\b|^(?:access|team|org) (?:set|grant|revoke|add|rm|remove|create|destroy|public|restricted)\b/,
    ecosystem: 'npm',
    action: 'owner',
    because: KEYS,
  },
  {
    tools: NPM,
    words: /^token (?:revoke|delete|remove|rm|create|add)\b|^profile (?:set|disable-2fa|enable-2fa)\b/,
    ecosystem: 'npm',
    action: 'owner',
    because: 'what signs in to the registry changes',
  },
  {
    tools: NPM,
    words: /^(?:npm )?(?:deprecate|undeprecate)\b|^(?:npm )?(?:dist-tag|dist-tags|tag) (?:rm|remove)\b/,
    ecosystem: 'npm',
    action: 'deprecate',
    because: LESS,
  },
  {
    tools: NPM,
    words: /^(?:npm )?(?:dist-tag|dist-tags|tag) (?:add|set)\b/,
    ecosystem: 'npm',
    reversible: true,
    because: 'whoever installs by that tag gets this version',
    remedy: 'say which version the tag named before',
  },
  {
    tools: NPM,
    words: /^(?:(?:-r|recursive|exec|npm|workspaces? foreach|pm) )*(?:npm )?publish\b/,
    ecosystem: 'npm',
    because: OUT,
  },
  {
    tools:
      'lerna changeset nx beachball rush auto np release-it semantic-release standard-version bumpp shipjs release-please',
    words: /^(?:publish|release publish|shipit|trigger)\b|^release\s*$|^$/,
    not: /--(?:no-npm|no-publish|ci=false|skip-publish|help)|^(?:version|status|init|add)/,
    ecosystem: 'npm',
    because: OUT,
  },
  { tools: 'cargo', words: /^(?:publish|workspaces publish|release\b.*)(?:\s|$)/, ecosystem: 'cargo', because: OUT },
  { tools: 'cargo', words: /^yank\b/, ecosystem: 'cargo', action: 'deprecate', because: LESS },
  { tools: 'cargo', line: /^owner\b.*(?:-a|--add|-r|--remove)\b/, ecosystem: 'cargo', action: 'owner', because: KEYS },
  {
    tools: 'twine flit poetry pdm hatch rye uv maturin setuptools pypi-publish',
    words: /^(?:upload|publish)\b/,
    not: /--no-upload|--build-only/,
    ecosystem: 'python',
    because: OUT,
  },
  {
    tools: 'python python2 python3 python3.8 python3.9 python3.10 python3.11 python3.12 python3.13 python3.14 py',
    line: /(?:^|\s)(?:-m\s+twine\s+upload|setup\.py\s+(?:\S+\s+)*upload|-m\s+(?:flit|hatch|poetry|uv)\s+publish)\b/,
    ecosystem: 'python',
    because: OUT,
  },
  { tools: 'setup.py', words: /(?:^|\s)(?:upload|register)\b/, ecosystem: 'python', because: OUT },
  { tools: 'anaconda conda quetz-client pixi', words: /^upload\b/, ecosystem: 'conda', because: OUT },
  { tools: 'anaconda', words: /^remove\b/, ecosystem: 'conda', action: 'unpublish', because: GONE },
  { tools: 'gem', words: /^push\b/, ecosystem: 'ruby', because: OUT },
  { tools: 'gem', words: /^yank\b/, ecosystem: 'ruby', action: 'unpublish', because: GONE },
  { tools: 'gem', line: /^owner\b.*(?:-a|--add|-r|--remove)\b/, ecosystem: 'ruby', action: 'owner', because: KEYS },
  { tools: 'rake rails', words: /(?:^|\s)release(?:\s|$)/, ecosystem: 'ruby', because: OUT },
  {
    tools: 'mvn mvnw',
    words:
      /(?:^|\s)(?:deploy|release:perform|nexus-staging:release|deploy:deploy(?:-file)?|jreleaser:(?:full-release|deploy|release)|central-publishing:publish)(?:\s|$)/,
    not: /-Dmaven\.deploy\.skip(?:=true)?(?:\s|$)|altDeploymentRepository=\S*file:|-DskipDeploy/,
    ecosystem: 'maven',
    because: OUT,
  },
  {
    tools: 'gradle gradlew',
    words:
      /(?:^|\s):?(?:[\w-]+:)*(?:publish|uploadarchives|publishplugins|publishtomavencentral|publishandreleasetomavencentral|publishalltomavencentralrepository|closeandreleaserepository|publishtosonatype|jreleaserfullrelease|publishallpublicationsto\w+repository)(?:\s|$)/i,
    not: /mavenlocal/i,
    ecosystem: 'maven',
    because: OUT,
  },
  {
    tools: 'sbt',
    words: /(?:^|[\s;+])(?:publish|publishsigned|release|ci-release|sonatyperelease|sonatypebundlerelease)(?:\s|$)/i,
    ecosystem: 'maven',
    because: OUT,
  },
  { tools: 'dotnet', words: /^nuget push\b/, ecosystem: 'nuget', because: OUT },
  { tools: 'dotnet', words: /^nuget delete\b/, ecosystem: 'nuget', action: 'unpublish', because: GONE },
  { tools: 'nuget', words: /^push\b/, ecosystem: 'nuget', because: OUT },
  { tools: 'nuget', words: /^delete\b/, ecosystem: 'nuget', action: 'unpublish', because: GONE },
  { tools: 'publish-module publish-psresource publish-script', ecosystem: 'powershell', because: OUT },
  { tools: 'dart flutter', words: /^pub publish\b/, ecosystem: 'pub', because: OUT },
  { tools: 'dart flutter', words: /^pub uploader\b/, ecosystem: 'pub', action: 'owner', because: KEYS },
  { tools: 'mix', words: /^hex\.publish\b/, not: /--revert/, ecosystem: 'hex', because: OUT },
  {
    tools: 'mix',
    line: /^hex\.publish\b.*--revert|^hex\.retire\b/,
    ecosystem: 'hex',
    action: 'unpublish',
    because: GONE,
  },
  { tools: 'mix', words: /^hex\.owner (?:add|remove|transfer)\b/, ecosystem: 'hex', action: 'owner', because: KEYS },
  { tools: 'pod', words: /^(?:trunk push|repo push)\b/, ecosystem: 'cocoapods', because: OUT },
  { tools: 'pod', words: /^trunk (?:delete|deprecate)\b/, ecosystem: 'cocoapods', action: 'unpublish', because: GONE },
  {
    tools: 'pod',
    words: /^trunk (?:add-owner|remove-owner)\b/,
    ecosystem: 'cocoapods',
    action: 'owner',
    because: KEYS,
  },
  {
    tools: 'cabal luarocks opam nimble dub shards clojars lein stack swift elm spago raco',
    line: /^(?:upload\b(?=.*--publish)|upload\b|publish\b|deploy clojars)/,
    not: /--candidate/,
    ecosystem: 'packages',
    because: OUT,
  },
  { tools: 'deno', words: /^publish\b/, ecosystem: 'jsr', because: OUT },
  { tools: 'vsce ovsx', words: /^publish\b/, ecosystem: 'vscode', because: OUT },
  { tools: 'vsce', words: /^unpublish\b/, ecosystem: 'vscode', action: 'unpublish', because: GONE },
  {
    tools: 'vsce',
    words: /^(?:create-publisher|delete-publisher|logout)\b/,
    ecosystem: 'vscode',
    action: 'owner',
    because: KEYS,
  },
  {
    tools: 'goreleaser',
    words: /^(?:release|publish|continue|announce)\b|^$/,
    not: /--(?:version|single-target)/,
    ecosystem: 'goreleaser',
    because: OUT,
  },
  { tools: 'snapcraft', words: /^(?:upload|push|release|promote|upload-metadata)\b/, ecosystem: 'snap', because: OUT },
  { tools: 'snapcraft', words: /^(?:close)\b/, ecosystem: 'snap', action: 'deprecate', because: LESS },
  {
    tools: 'fastlane',
    words: /(?:^|\s)(?:deliver|supply|pilot|upload_to_\w+|release|deploy|beta)(?:\s|$)/,
    ecosystem: 'store',
    action: 'deploy',
    because: 'it goes to the shop where people get it',
  },
  {
    tools: 'eas',
    words: /^(?:submit|update)\b/,
    ecosystem: 'store',
    action: 'deploy',
    because: 'it goes to the people who use it',
  },
  {
    tools: 'eas',
    words: /^(?:channel:delete|branch:delete|project:delete|credentials)\b/,
    ecosystem: 'store',
    action: 'unpublish',
    because: GONE,
  },
  {
    tools: 'xcrun',
    words: /^(?:altool|notarytool)\b/,
    line: /--upload-app|--upload-package/,
    ecosystem: 'store',
    action: 'deploy',
    because: 'it goes to the shop where people get it',
  },
  { tools: 'web-ext', words: /^sign\b/, ecosystem: 'store', because: OUT },
  {
    tools: 'clasp',
    words: /^(?:deploy|undeploy)\b/,
    ecosystem: 'store',
    action: 'deploy',
    reversible: true,
    because: 'people who use it get this state',
  },
  {
    tools: 'pulp jfrog jf nexus-cli cloudsmith',
    words: /(?:^|\s)(?:delete|rt del|rt delete|rm)\b/,
    ecosystem: 'artifacts',
    action: 'unpublish',
    because: GONE,
  },
  {
    tools: 'jfrog jf cloudsmith',
    words: /^(?:rt )?(?:push|upload|u|bp)\b/,
    ecosystem: 'artifacts',
    reversible: true,
    because: 'others can fetch it from now on',
  },
  {
    tools: 'oras cosign orascli',
    words: /^(?:push|attach|upload)\b/,
    ecosystem: 'oci',
    reversible: true,
    because: 'others can fetch it from now on',
  },
  { tools: 'oras', words: /^manifest delete\b/, ecosystem: 'oci', action: 'unpublish', because: GONE },
  {
    tools: 'ansible-galaxy',
    words: /^(?:collection publish|role (?:import|delete))\b/,
    ecosystem: 'ansible',
    because: OUT,
  },
];
