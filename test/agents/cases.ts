import type { ProcessEvidence } from '../../src/agents/identify.ts';

/** `kind:agent:vendors`, in the order they are suspected; a person is `human:address`. */
export type AuthorCase = {
  readonly name: string;
  readonly author?: string;
  readonly committer?: string;
  readonly message?: string;
  readonly notes?: readonly string[];
  readonly expect: readonly string[];
};
export type OperatorCase = {
  readonly name: string;
  readonly env?: ProcessEvidence['env'];
  readonly ancestry?: readonly string[];
  readonly user?: string;
  readonly expect: string;
};

const ANA = 'Ana Lima <ana@shop.example>';
const CLAUDE = 'agent:claude-code:anthropic';
const CODEX = 'agent:codex:openai';
const CURSOR = 'agent:cursor:unknown';
const COPILOT = 'agent:copilot:unknown';
const HUMAN = 'human:ana@shop.example';

function by(name: string, author: string, ...expect: readonly string[]): AuthorCase {
  return { name, author, expect };
}

function says(name: string, footer: string, ...expect: readonly string[]): AuthorCase {
  return { name, message: `Add a cache\n\nIt was slow.\n\n${footer}\n`, expect: [HUMAN, ...expect] };
}

function noted(name: string, note: unknown, ...expect: readonly string[]): AuthorCase {
  return { name, notes: [typeof note === 'string' ? note : JSON.stringify(note)], expect: [HUMAN, ...expect] };
}

const GITHUB = 'users.noreply.github.com';

const people: readonly AuthorCase[] = [
  by('no evidence is a person', ANA, HUMAN),
  by('a person named Claude', 'Claude Dupont <claude.dupont@shop.example>', 'human:claude.dupont@shop.example'),
  by('a person named only Claude', 'Claude <claude@shop.example>', 'human:claude@shop.example'),
  by('a person named Devin', 'Devin Park <devin@shop.example>', 'human:devin@shop.example'),
  by(
    'a person named Devin Ai, which is a family name',
    'Devin Ai <devin.ai@shop.example>',
    'human:devin.ai@shop.example',
  ),
  by('a person named Jules', 'Jules Martin <jules@shop.example>', 'human:jules@shop.example'),
  by('a person named Gemini', 'Gemini Rossi <gemini@shop.example>', 'human:gemini@shop.example'),
  by('a person called droid', 'droid <droid@shop.example>', 'human:droid@shop.example'),
  by('a person called cursor', 'cursor <cursor@shop.example>', 'human:cursor@shop.example'),
  by('a person called codex', 'codex <codex@shop.example>', 'human:codex@shop.example'),
  by('a person called amp', 'Amp Volt <amp@shop.example>', 'human:amp@shop.example'),
  by('a person called goose', 'Mother Goose <goose@shop.example>', 'human:goose@shop.example'),
  by('a person at openai.com', 'Li Chen <li.chen@openai.com>', 'human:li.chen@openai.com'),
  by('a person at anthropic.com', 'Li Chen <li.chen@anthropic.com>', 'human:li.chen@anthropic.com'),
  by('a person at cline.bot', 'Li Chen <li.chen@cline.bot>', 'human:li.chen@cline.bot'),
  by('a person at cursor.com', 'Li Chen <li.chen@cursor.com>', 'human:li.chen@cursor.com'),
  by('a person at google.com', 'Li Chen <li.chen@google.com>', 'human:li.chen@google.com'),
  by('a person at ampcode.com', 'Li Chen <li.chen@ampcode.com>', 'human:li.chen@ampcode.com'),
  by('a person at opencode.ai', 'Li Chen <li.chen@opencode.ai>', 'human:li.chen@opencode.ai'),
  by('a person at aider.chat', 'Li Chen <li.chen@aider.chat>', 'human:li.chen@aider.chat'),
  by('an address that only contains an agent', 'Ana <x-noreply@anthropic.com>', 'human:x-noreply@anthropic.com'),
  by(
    'an address that only begins like an agent',
    'Ana <noreply@anthropic.com.example>',
    'human:noreply@anthropic.com.example',
  ),
  by('a mailbox with a plus at an agent', 'Ana <noreply+ana@anthropic.com>', 'human:noreply+ana@anthropic.com'),
  by('a GitHub account called copilot-fan', `copilot-fan <42+copilot-fan@${GITHUB}>`, `human:42+copilot-fan@${GITHUB}`),
  by(
    'a GitHub account called copilot with another number',
    `copilot <42+copilot@${GITHUB}>`,
    `human:42+copilot@${GITHUB}`,
  ),
  by('a GitHub account called claude', `claude <81847+claude@${GITHUB}>`, `human:81847+claude@${GITHUB}`),
  by('a person whose name ends like a bot', 'ana-bot <ana-bot@shop.example>', 'human:ana-bot@shop.example'),
  by('a person with the name of a bot', 'dependabot[bot] <ana@shop.example>', HUMAN),
  by('an address in capitals is the same person', 'Ana Lima <ANA@SHOP.EXAMPLE>', HUMAN),
  by('a person without an address', 'Ana Lima <>', 'human:Ana Lima'),
  by('nobody at all', ' <>', 'unknown::unknown'),
  {
    name: 'a person who commits what another wrote did not write it',
    committer: 'Li <li@shop.example>',
    expect: [HUMAN],
  },
  { name: 'GitHub commits for everybody', committer: 'GitHub <noreply@github.com>', expect: [HUMAN] },
  { name: 'a commit without committer', committer: ' <>', expect: [HUMAN] },
];

const agents: readonly AuthorCase[] = [
  by('claude-code as author', 'Claude <noreply@anthropic.com>', CLAUDE),
  by('claude-code as author in capitals', 'Claude <NoReply@Anthropic.com>', CLAUDE),
  by('the Claude app', `claude[bot] <209825114+claude[bot]@${GITHUB}>`, CLAUDE),
  by('the Claude app with another number is still suspect', `claude[bot] <7+claude[bot]@${GITHUB}>`, CLAUDE),
  by('codex as author', 'Codex <codex@openai.com>', CODEX),
  by('codex under its no-reply address', 'Codex <noreply@openai.com>', CODEX),
  by("codex under a third party's address", 'Codex <codex@example.com>', CODEX),
  by('the Codex connector', `chatgpt-codex-connector[bot] <199175422+chatgpt-codex-connector[bot]@${GITHUB}>`, CODEX),
  by('cursor as author', 'Cursor Agent <cursoragent@cursor.com>', CURSOR),
  by('the Cursor app', `cursor[bot] <206951365+cursor[bot]@${GITHUB}>`, CURSOR),
  by('copilot coding agent', `copilot-swe-agent[bot] <198982749+Copilot@${GITHUB}>`, COPILOT),
  by('copilot app account', `copilot-swe-agent[bot] <198982749+copilot-swe-agent[bot]@${GITHUB}>`, COPILOT),
  by('copilot review', `Copilot <175728472+Copilot@${GITHUB}>`, COPILOT),
  by('copilot in the terminal', `Copilot <223556219+Copilot@${GITHUB}>`, COPILOT),
  by('copilot at github.com', 'Copilot <copilot@github.com>', COPILOT),
  by(
    'copilot-autofix',
    `Copilot Autofix powered by AI <62310815+github-advanced-security[bot]@${GITHUB}>`,
    'agent:copilot-autofix:unknown',
  ),
  by('devin app', `devin-ai-integration[bot] <158243242+devin-ai-integration[bot]@${GITHUB}>`, 'agent:devin:unknown'),
  by(
    'devin by its whole name adds a suspect',
    'Devin AI <build@shop.example>',
    'human:build@shop.example',
    'agent:devin:unknown',
  ),
  by('jules', `google-labs-jules[bot] <161369871+google-labs-jules[bot]@${GITHUB}>`, 'agent:jules:google'),
  by('gemini-cli', `gemini-cli[bot] <218312386+gemini-cli[bot]@${GITHUB}>`, 'agent:gemini-cli:google'),
  by(
    'gemini-code-assist',
    `gemini-code-assist[bot] <176961590+gemini-code-assist[bot]@${GITHUB}>`,
    'agent:gemini-code-assist:google',
  ),
  by('amp', 'Amp <amp@ampcode.com>', 'agent:amp:unknown'),
  by('opencode', 'opencode <noreply@opencode.ai>', 'agent:opencode:unknown'),
  by('droid', `factory-droid[bot] <138933559+factory-droid[bot]@${GITHUB}>`, 'agent:droid:unknown'),
  by('cline', 'Cline <noreply@cline.bot>', 'agent:cline:unknown'),
  by('cline agent address', 'Cline <cline-agent@cline.bot>', 'agent:cline:unknown'),
  by('aider', 'aider <aider@aider.chat>', 'agent:aider:unknown'),
  by('aider behind a person', 'Ana Lima (aider) <ana@shop.example>', HUMAN, 'agent:aider:unknown'),
  by('augment', `augmentcode[bot] <1+augmentcode[bot]@${GITHUB}>`, 'agent:augment:unknown'),
  by('qwen-code', 'Qwen-Coder <qwen-coder@alibabacloud.com>', 'agent:qwen-code:alibaba'),
  by('crush', 'Crush <crush@charm.land>', 'agent:crush:unknown'),
  by('openhands', 'openhands <openhands@all-hands.dev>', 'agent:openhands:unknown'),
  by('junie', `jetbrains-junie[bot] <9+jetbrains-junie[bot]@${GITHUB}>`, 'agent:junie:unknown'),
  by('kiro', `amazon-q-developer[bot] <9+amazon-q-developer[bot]@${GITHUB}>`, 'agent:kiro:unknown'),
  { name: 'an agent that commits for a person', committer: 'Claude <noreply@anthropic.com>', expect: [HUMAN, CLAUDE] },
];

const bots: readonly AuthorCase[] = [
  by('dependabot', `dependabot[bot] <49699333+dependabot[bot]@${GITHUB}>`, 'bot:dependabot:'),
  by('dependabot before accounts had numbers', `dependabot[bot] <dependabot[bot]@${GITHUB}>`, 'bot:dependabot:'),
  by(
    'dependabot of the first days',
    `dependabot-preview[bot] <27856297+dependabot-preview[bot]@${GITHUB}>`,
    'bot:dependabot:',
  ),
  by('renovate', `renovate[bot] <29139614+renovate[bot]@${GITHUB}>`, 'bot:renovate:'),
  by('renovate that hosts itself', 'Renovate Bot <bot@renovateapp.com>', 'bot:renovate:'),
  by('github-actions', `github-actions[bot] <41898282+github-actions[bot]@${GITHUB}>`, 'bot:github-actions:'),
  by('github-actions by its old address', 'github-actions <action@github.com>', 'bot:github-actions:'),
  by('semantic-release', 'semantic-release-bot <semantic-release-bot@martynus.net>', 'bot:semantic-release:'),
  by('release-please', `release-please[bot] <55107282+release-please[bot]@${GITHUB}>`, 'bot:release-please:'),
  by('pre-commit-ci', `pre-commit-ci[bot] <66853113+pre-commit-ci[bot]@${GITHUB}>`, 'bot:pre-commit-ci:'),
  by('snyk', 'snyk-bot <snyk-bot@snyk.io>', 'bot:snyk:'),
  by('imgbot', `imgbot[bot] <31301654+imgbot[bot]@${GITHUB}>`, 'bot:imgbot:'),
  by('mergify', `mergify[bot] <37929162+mergify[bot]@${GITHUB}>`, 'bot:mergify:'),
  by('allcontributors', `allcontributors[bot] <46447321+allcontributors[bot]@${GITHUB}>`, 'bot:allcontributors:'),
  by('greenkeeper', `greenkeeper[bot] <23040076+greenkeeper[bot]@${GITHUB}>`, 'bot:greenkeeper:'),
  by('depfu', `depfu[bot] <23717796+depfu[bot]@${GITHUB}>`, 'bot:depfu:'),
  by('pyup', 'pyup-bot <github-bot@pyup.io>', 'bot:pyup:'),
  by('scala-steward', 'Scala Steward <scala-steward@scala-steward.org>', 'bot:scala-steward:'),
  by('weblate', 'Weblate <noreply@weblate.org>', 'bot:weblate:'),
  by('crowdin', 'Crowdin Bot <support+bot@crowdin.com>', 'bot:crowdin:'),
  by(
    'github-merge-queue',
    `github-merge-queue[bot] <118344674+github-merge-queue[bot]@${GITHUB}>`,
    'bot:github-merge-queue:',
  ),
  by('stainless', `stainless-app[bot] <142633134+stainless-app[bot]@${GITHUB}>`, 'bot:stainless:'),
  by('gemini-cli-robot', 'gemini-cli-robot <gemini-cli-robot@google.com>', 'bot:gemini-cli-robot:'),
  by(
    'a bot with the number of another account is a spoof',
    `renovate[bot] <7+renovate[bot]@${GITHUB}>`,
    'unknown::unknown',
  ),
  by(
    'a bot on a server of its own has another number',
    'renovate[bot] <7+renovate[bot]@users.noreply.git.shop.example>',
    'bot:renovate:',
  ),
  by(
    'an app nobody here knows may be driven by a model',
    `shop-release[bot] <7+shop-release[bot]@${GITHUB}>`,
    'bot:shop-release:unknown',
  ),
  by('an access token of GitLab', 'token <project_7_bot_3f2a@noreply.git.shop.example>', 'bot:gitlab-token:unknown'),
  by('a person at snyk.io', 'Li Chen <li.chen@snyk.io>', 'human:li.chen@snyk.io'),
  by('a person at renovateapp.com', 'Li Chen <li.chen@renovateapp.com>', 'human:li.chen@renovateapp.com'),
  by('a GitHub account called renovate', `renovate <7+renovate@${GITHUB}>`, `human:7+renovate@${GITHUB}`),
  {
    name: 'a bot whose commit GitHub made',
    author: `dependabot[bot] <49699333+dependabot[bot]@${GITHUB}>`,
    committer: 'GitHub <noreply@github.com>',
    expect: ['bot:dependabot:'],
  },
  {
    name: 'a bot that wrote what a person commits',
    author: `renovate[bot] <29139614+renovate[bot]@${GITHUB}>`,
    committer: ANA,
    expect: ['bot:renovate:'],
  },
  {
    name: 'a bot with an agent for co-author',
    author: `renovate[bot] <29139614+renovate[bot]@${GITHUB}>`,
    message: 'Update\n\nCo-authored-by: Claude <noreply@anthropic.com>',
    expect: ['bot:renovate:', CLAUDE],
  },
];

const trailers: readonly AuthorCase[] = [
  says('claude as co-author', 'Co-Authored-By: Claude <noreply@anthropic.com>', CLAUDE),
  says('claude with its model', 'Co-Authored-By: Claude Opus 4.6 (1M context) <noreply@anthropic.com>', CLAUDE),
  says('claude in lower case', 'co-authored-by: claude <noreply@anthropic.com>', CLAUDE),
  says('claude in capitals', 'CO-AUTHORED-BY: CLAUDE <NOREPLY@ANTHROPIC.COM>', CLAUDE),
  says('a folded trailer', 'Co-authored-by: Claude\n <noreply@anthropic.com>', CLAUDE),
  says('a trailer with blanks around the colon', 'Co-authored-by : Claude <noreply@anthropic.com>', CLAUDE),
  says(
    'trailers between others',
    'Refs: #7\nCo-authored-by: Claude <noreply@anthropic.com>\nSigned-off-by: Ana Lima <ana@shop.example>',
    CLAUDE,
  ),
  says('the session of claude', 'Claude-Session: https://claude.ai/code/session_01abc', CLAUDE),
  says(
    'generated with, and a trailer',
    '🤖 Generated with [Claude Code](https://claude.com/claude-code)\n\nCo-Authored-By: Claude <noreply@anthropic.com>',
    CLAUDE,
  ),
  says('generated with, alone', '🤖 Generated with [Claude Code](https://claude.ai/code)', CLAUDE),
  says('generated with, plain', 'Generated with Claude Code', CLAUDE),
  says(
    'generated with, glued to the trailer',
    '🤖 Generated with [Claude Code](https://claude.com/claude-code)\nCo-Authored-By: Claude <noreply@anthropic.com>',
    CLAUDE,
  ),
  says('codex without an address', 'Co-authored-by: OpenAI Codex', CODEX),
  says('codex with one', 'Co-authored-by: Codex <noreply@openai.com>', CODEX),
  says('cursor as co-author', 'Co-authored-by: Cursor <cursoragent@cursor.com>', CURSOR),
  says('made with cursor', 'Made-with: Cursor', CURSOR),
  says('made with something', 'Made-with: Hammer', 'unknown::unknown'),
  says('copilot as co-author', `Co-authored-by: Copilot <223556219+Copilot@${GITHUB}>`, COPILOT),
  says('copilot with its logs', 'Agent-Logs-Url: https://github.com/shop/web/sessions/1', COPILOT),
  says(
    'amp with its thread',
    'Amp-Thread-ID: https://ampcode.com/threads/T-1f2e\nCo-authored-by: Amp <amp@ampcode.com>',
    'agent:amp:unknown',
  ),
  says('aider with a model of OpenAI', 'Co-authored-by: aider (gpt-5) <aider@aider.chat>', 'agent:aider:openai'),
  says(
    'aider with a model of Anthropic',
    'Co-authored-by: aider (openrouter/anthropic/claude-sonnet-4) <aider@aider.chat>',
    'agent:aider:anthropic',
  ),
  says('aider with a model nobody knows', 'Co-authored-by: aider (house-7b) <aider@aider.chat>', 'agent:aider:unknown'),
  says('aider from aittributor', 'Co-authored-by: aider <noreply@aider.chat>', 'agent:aider:unknown'),
  says('assisted by an agent and its model', 'Assisted-by: Claude:claude-opus-4 coccinelle', CLAUDE),
  says('assisted by Copilot', 'Assisted-by: GitHub Copilot', COPILOT),
  says('assisted by a model alone', 'Assisted-by: gpt-5', 'unknown::openai'),
  says('assisted by something', 'Assisted-by: AI', 'unknown::unknown'),
  says('assisted by a person', 'Assisted-by: Li Chen <li@shop.example>', 'human:li@shop.example'),
  says('generated by an agent', 'Generated-by: Cline', 'agent:cline:unknown'),
  says('signed off by an agent', 'Signed-off-by: Claude <noreply@anthropic.com>', CLAUDE),
  says('signed off by a person is not written by them', 'Signed-off-by: Li Chen <li@shop.example>'),
  says('reviewed by an agent is not written by it', 'Reviewed-by: Claude <noreply@anthropic.com>'),
  says(
    'tested and acked by agents is not written by them',
    `Tested-by: Codex <codex@openai.com>\nAcked-by: Copilot <copilot@github.com>`,
  ),
  says(
    'two agents are two suspects',
    'Co-authored-by: Claude <noreply@anthropic.com>\nCo-authored-by: Codex <codex@openai.com>',
    CLAUDE,
    CODEX,
  ),
  says(
    'the same agent twice is one suspect',
    'Co-authored-by: Claude <noreply@anthropic.com>\nClaude-Session: https://claude.ai/code/session_1',
    CLAUDE,
  ),
  says('a person as co-author', 'Co-authored-by: Li Chen <li@shop.example>', 'human:li@shop.example'),
  says('the author as co-author is one person', 'Co-authored-by: Ana <ANA@shop.example>'),
  says(
    'a person named Claude as co-author',
    'Co-authored-by: Claude Dupont <claude@shop.example>',
    'human:claude@shop.example',
  ),
  says('a person at a vendor as co-author', 'Co-authored-by: Li Chen <li.chen@openai.com>', 'human:li.chen@openai.com'),
  says(
    'an accepted suggestion of greptile',
    `Co-authored-by: greptile-apps[bot] <165735046+greptile-apps[bot]@${GITHUB}>`,
    'agent:greptile:unknown',
  ),
  says(
    'an accepted suggestion of ellipsis',
    `Co-authored-by: ellipsis-dev[bot] <65095814+ellipsis-dev[bot]@${GITHUB}>`,
    'agent:ellipsis:unknown',
  ),
  says(
    'an accepted suggestion of qodo-merge',
    `Co-authored-by: qodo-merge-pro[bot] <9+qodo-merge-pro[bot]@${GITHUB}>`,
    'agent:qodo-merge:unknown',
  ),
  says(
    'an accepted suggestion of coderabbit',
    `Co-authored-by: coderabbitai[bot] <136622811+coderabbitai[bot]@${GITHUB}>`,
    'agent:coderabbit:unknown',
  ),
  says(
    'an accepted suggestion of sourcery',
    `Co-authored-by: sourcery-ai[bot] <58596630+sourcery-ai[bot]@${GITHUB}>`,
    'agent:sourcery:unknown',
  ),
  says(
    'cherry-picked, its trailers stay',
    'Co-authored-by: Claude <noreply@anthropic.com>\n(cherry picked from commit 0123abc)',
    CLAUDE,
  ),
  says(
    'cherry-picked, with a paragraph of its own',
    'Co-authored-by: Claude <noreply@anthropic.com>\n\n(cherry picked from commit 0123abc)',
    CLAUDE,
  ),
  says('a cherry-pick line alone is nobody', '(cherry picked from commit 0123abc)'),
  says(
    'comments of a message still being edited',
    'Co-authored-by: Claude <noreply@anthropic.com>\n\n# Please enter the commit message\n# On branch main',
    CLAUDE,
  ),
  says(
    'the diff below the scissors is not the message',
    'Refs: #7\n# ------------------------ >8 ------------------------\n+Co-authored-by: Claude <noreply@anthropic.com>',
  ),
  says('lines end as on Windows', 'Refs: #7\r\nCo-authored-by: Claude <noreply@anthropic.com>\r', CLAUDE),
  says('quoted in the middle of a body', 'Co-authored-by: Claude <noreply@anthropic.com>\n\nThat line is now refused.'),
  says(
    'quoted within a paragraph',
    'We no longer add\nCo-authored-by: Claude <noreply@anthropic.com>\nto what we write.',
  ),
  says(
    'quoted above other trailers',
    'Co-authored-by: Claude <noreply@anthropic.com>\n\nThe above is gone.\n\nSigned-off-by: Ana Lima <ana@shop.example>',
  ),
  says(
    'quoted and indented at the end',
    'This reverts commit 0123abc, which said:\n\n    Add a cache\n\n    Co-authored-by: Claude <noreply@anthropic.com>',
  ),
  says('quoted as mail at the end', '> Co-authored-by: Claude <noreply@anthropic.com>'),
  says('a mention in prose', 'Generated with Claude Code would be a nice thing to say here.'),
  says('a sentence about the agent', 'Thanks to noreply@anthropic.com and codex@openai.com'),
  says('another key with an agent in it', 'Blocked-by: Claude <noreply@anthropic.com>'),
  {
    name: 'a subject that reads like a trailer',
    message: 'Co-authored-by: Claude <noreply@anthropic.com>',
    expect: [HUMAN],
  },
  {
    name: 'a trailer right below the subject',
    message: 'Add a cache\nCo-authored-by: Claude <noreply@anthropic.com>',
    expect: [HUMAN, CLAUDE],
  },
  { name: 'a message of nothing', message: '', expect: [HUMAN] },
  {
    name: 'a revert that names what it reverts',
    message: 'Revert "Add a cache"\n\nThis reverts commit 0123abc.',
    expect: [HUMAN],
  },
  {
    name: 'a trailer adds and never removes',
    author: 'Codex <codex@openai.com>',
    message: 'A\n\nCo-authored-by: Ana Lima <ana@shop.example>',
    expect: [CODEX, HUMAN],
  },
  {
    name: 'a second hint adds a vendor and takes none back',
    author: 'Claude <noreply@anthropic.com>',
    message: 'A\n\nAssisted-by: Claude Code:gpt-5',
    expect: ['agent:claude-code:anthropic+openai'],
  },
];

const notes: readonly AuthorCase[] = [
  noted(
    'git-ai with a tool and its model',
    `src/a.ts\n  1f2e 1-4\n---\n${JSON.stringify({ schema_version: 'authorship/3.0.0', prompts: { '1f2e': { agent_id: { tool: 'cursor', id: 's-1', model: 'claude-4.5-opus' } } } })}`,
    'agent:cursor:anthropic',
  ),
  noted(
    'git-ai with a model nobody knows',
    `---\n${JSON.stringify({ prompts: { a: { agent_id: { tool: 'cursor', id: 's', model: 'default' } } } })}`,
    CURSOR,
  ),
  noted(
    'git-ai with a tool nobody knows',
    `---\n${JSON.stringify({ prompts: { a: { agent_id: { tool: 'hammer', id: 's', model: '' } } } })}`,
    'unknown::unknown',
  ),
  noted(
    'git-ai with two tools',
    `---\n${JSON.stringify({ prompts: { a: { agent_id: { tool: 'claude', model: '' } }, b: { agent_id: { tool: 'codex', model: 'gpt-5' } } } })}`,
    CLAUDE,
    CODEX,
  ),
  noted('git-ai that attests no agent', `---\n${JSON.stringify({ schema_version: 'authorship/3.0.0', prompts: {} })}`),
  noted(
    'an Agent Trace of a model',
    {
      version: '0.1.0',
      tool: { name: 'cursor' },
      files: [
        { path: 'a', conversations: [{ contributor: { type: 'ai', model_id: 'anthropic/claude-opus-4-5-20251101' } }] },
      ],
    },
    'agent:cursor:anthropic',
  ),
  noted(
    'an Agent Trace without a tool',
    { version: '0.1.0', files: [{ conversations: [{ contributor: { type: 'ai', model_id: 'openai/o9' } }] }] },
    'unknown::openai',
  ),
  noted('an Agent Trace of a person', {
    version: '0.1.0',
    files: [{ conversations: [{ contributor: { type: 'human' } }] }],
  }),
  noted(
    'an Agent Trace of both',
    { version: '0.1.0', files: [{ conversations: [{ contributor: { type: 'mixed', model_id: 'google/gemini-3' } }] }] },
    'unknown::google',
  ),
  noted(
    'an Agent Trace that does not know',
    { version: '0.1.0', files: [{ conversations: [{ contributor: { type: 'unknown' } }] }] },
    'unknown::unknown',
  ),
  noted('a note that cannot be read is not nothing', 'garbage {', 'unknown::unknown'),
  noted('a note cut in half is not nothing', 'src/a.ts\n  1f2e 1-4\n---\n{"prompts": {"a":', 'unknown::unknown'),
  noted('a note that is a list', '[]', 'unknown::unknown'),
];

export const authorCases: readonly AuthorCase[] = [...people, ...agents, ...bots, ...trailers, ...notes];

function env(name: string, variables: Readonly<Record<string, string>>, expect: string): OperatorCase {
  return { name, env: { PATH: '/usr/bin', HOME: '/home/ana', ...variables }, expect };
}

function under(name: string, ancestry: readonly string[], expect: string): OperatorCase {
  return { name, ancestry, expect };
}

export const operatorCases: readonly OperatorCase[] = [
  env('no evidence is a person', {}, HUMAN),
  env('claude by its mark', { CLAUDECODE: '1' }, CLAUDE),
  env('claude by its entry point', { CLAUDE_CODE_ENTRYPOINT: 'cli' }, CLAUDE),
  env('claude by its session', { CLAUDE_CODE_SESSION_ID: 's-1' }, CLAUDE),
  env('claude on the web', { CLAUDE_CODE_REMOTE: 'true' }, CLAUDE),
  env(
    'claude with all its marks is one suspect',
    { CLAUDECODE: '1', CLAUDE_CODE_ENTRYPOINT: 'cli', CLAUDE_CODE_SESSION_ID: 's-1' },
    CLAUDE,
  ),
  env('an empty mark is none', { CLAUDECODE: '' }, HUMAN),
  env('a mark that says no is none', { CLAUDECODE: '0', GEMINI_CLI: 'false' }, HUMAN),
  env(
    'settings of claude in a profile are not a mark',
    { CLAUDE_CODE_USE_BEDROCK: '1', ANTHROPIC_API_KEY: 'x' },
    HUMAN,
  ),
  env('codex by its sandbox', { CODEX_SANDBOX: 'seatbelt' }, CODEX),
  env('codex without network', { CODEX_SANDBOX_NETWORK_DISABLED: '1' }, CODEX),
  env('codex by its thread', { CODEX_THREAD_ID: 't-1' }, CODEX),
  env('codex in CI', { CODEX_CI: '1' }, CODEX),
  env('codex on the web', { CODEX_INTERNAL_ORIGINATOR_OVERRIDE: 'codex_web_agent' }, CODEX),
  env('the folder of codex in a profile is not a mark', { CODEX_HOME: '/home/ana/.codex', OPENAI_API_KEY: 'x' }, HUMAN),
  env('cursor as an agent', { CURSOR_AGENT: '1', CURSOR_TRACE_ID: 'x' }, CURSOR),
  env('the terminal of cursor, where a person may sit', { CURSOR_TRACE_ID: 'x' }, HUMAN),
  env('cursor in the background', { HOSTNAME: 'cursor' }, CURSOR),
  env('a host whose name contains cursor', { HOSTNAME: 'cursor-7' }, HUMAN),
  env('gemini-cli', { GEMINI_CLI: '1' }, 'agent:gemini-cli:google'),
  env('a key of Gemini is not a mark', { GEMINI_API_KEY: 'x' }, HUMAN),
  env('cline', { CLINE_ACTIVE: 'true' }, 'agent:cline:unknown'),
  env('opencode', { OPENCODE: '1' }, 'agent:opencode:unknown'),
  env('augment', { AUGMENT_AGENT: '1' }, 'agent:augment:unknown'),
  env('antigravity', { ANTIGRAVITY_AGENT: '1' }, 'agent:antigravity:unknown'),
  env('replit', { REPLIT_AGENT: '1' }, 'agent:replit:unknown'),
  env('a terminal of replit, where a person may sit', { REPL_ID: 'x' }, HUMAN),
  env('goose', { GOOSE_TERMINAL: '1' }, 'agent:goose:unknown'),
  env('qwen-code', { QWEN_CODE: '1' }, 'agent:qwen-code:alibaba'),
  env('crush', { CRUSH: '1' }, 'agent:crush:unknown'),
  env('jules', { HOME: '/home/jules', USER: 'swebot' }, 'agent:jules:google'),
  env('a person whose home is jules', { HOME: '/home/jules', USER: 'jules' }, HUMAN),
  env('copilot in VS Code', { TERM_PROGRAM: 'vscode', GIT_PAGER: 'cat' }, COPILOT),
  env('a person in VS Code', { TERM_PROGRAM: 'vscode' }, HUMAN),
  env('a person who wants no pager', { GIT_PAGER: 'cat' }, HUMAN),
  env('an agent that names itself', { AI_AGENT: 'claude-code' }, CLAUDE),
  env('an agent that names itself and its version', { AI_AGENT: 'codex@1.2.3' }, CODEX),
  env('a wrapper that speaks our own protocol', { AI_AGENT: 'generic' }, 'agent:generic:unknown'),
  env('an agent that names itself with a slash', { AI_AGENT: 'opencode/1.18' }, 'agent:opencode:unknown'),
  env('an agent by another of its names', { AI_AGENT: 'github-copilot-cli' }, COPILOT),
  env('an agent that gives no name we know', { AI_AGENT: 'something' }, 'unknown::unknown'),
  env('an agent that gives no name', { AI_AGENT: '1' }, 'unknown::unknown'),
  env('two marks of one agent', { AI_AGENT: 'claude', CLAUDECODE: '1' }, CLAUDE),
  env('marks that contradict each other', { CLAUDECODE: '1', CODEX_THREAD_ID: 't' }, 'unknown::unknown'),
  env('a mark and a name that contradict each other', { CLAUDECODE: '1', AI_AGENT: 'something' }, 'unknown::unknown'),
  env('a process in CI without an agent', { CI: 'true', GITHUB_ACTIONS: 'true' }, HUMAN),
  under('claude above', ['git', 'bash', 'claude', 'zsh'], CLAUDE),
  under('claude above with a path', ['/usr/bin/git commit', '/home/ana/.local/bin/claude --resume'], CLAUDE),
  under('claude as a package run by node', ['node /usr/lib/node_modules/@anthropic-ai/claude-code/cli.js'], CLAUDE),
  under('codex above', ['git', 'codex exec'], CODEX),
  under('codex as a launcher of node', ['node /usr/local/bin/codex'], CODEX),
  under(
    'gemini as a package run by node',
    ['node --no-warnings /opt/node_modules/@google/gemini-cli/dist/index.js'],
    'agent:gemini-cli:google',
  ),
  under('the agent of cursor above', ['cursor-agent'], CURSOR),
  under('the editor cursor above', ['zsh', '/usr/share/cursor/cursor', 'systemd'], HUMAN),
  under('aider above', ['python3 /home/ana/.local/bin/aider'], 'agent:aider:unknown'),
  under('amp above', ['node /usr/lib/node_modules/@sourcegraph/amp/dist/main.js'], 'agent:amp:unknown'),
  under('droid above', ['droid'], 'agent:droid:unknown'),
  under('devin above', ['devin'], 'agent:devin:unknown'),
  under('openhands above', ['python3 /usr/local/bin/openhands serve'], 'agent:openhands:unknown'),
  under('junie above', ['junie'], 'agent:junie:unknown'),
  under('kiro above', ['kiro-cli chat'], 'agent:kiro:unknown'),
  under('copilot above', ['node /usr/lib/node_modules/@github/copilot/index.js'], COPILOT),
  under('an editor that opens a file called codex', ['vim codex'], HUMAN),
  under('a shell whose command mentions an agent', ['bash -c "echo claude"'], HUMAN),
  under('the desktop program is not the agent', ['/Applications/Claude.app/Contents/MacOS/Claude'], HUMAN),
  under('a script whose name only begins like an agent', ['node claude-stats.js'], HUMAN),
  under(
    'a package whose name only begins like one',
    ['node /x/node_modules/@anthropic-ai/claude-code-stats/cli.js'],
    HUMAN,
  ),
  under('two agents above each other', ['claude', 'codex'], 'unknown::unknown'),
  under('a login shell', ['-zsh', 'login'], HUMAN),
  { name: 'an address of an agent in the config of git', user: 'Cursor <cursoragent@cursor.com>', expect: CURSOR },
  {
    name: 'an address of a bot in the config of git',
    user: `renovate[bot] <29139614+renovate[bot]@${GITHUB}>`,
    expect: 'bot:renovate:',
  },
  {
    name: 'an agent that claims to be a bot stays an agent',
    env: { CLAUDECODE: '1' },
    user: `renovate[bot] <29139614+renovate[bot]@${GITHUB}>`,
    expect: CLAUDE,
  },
  { name: 'an agent that claims to be a person stays an agent', env: { CLAUDECODE: '1' }, user: ANA, expect: CLAUDE },
  { name: 'a person at a vendor', user: 'Li Chen <li.chen@anthropic.com>', expect: 'human:li.chen@anthropic.com' },
  { name: 'a user without name and address is a person', user: ' <>', expect: 'human:' },
];
