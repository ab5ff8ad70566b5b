import { checkedCommandsIn, type Reader } from '../scripts/checked.ts';
import type { Job, Step } from './model.ts';
import { isDeploy, type Purpose, purposeOf, wordsOf } from './purpose.ts';

/** One thing a pipeline looks at: a command, an action, or a job called `test` whose script does it. */
export type Check = {
  readonly job: Job;
  readonly purpose: Purpose;
  /** What it runs, the same on both sides where it stayed. */
  readonly text: string;
  readonly line: number;
  /** Why its failure stops nothing; null where it does. */
  readonly soft: string | null;
  /** Only the name of its job or step says so: `Test` may well run `ls`. */
  readonly named: boolean;
};

export function checksOf(jobs: readonly Job[]): readonly Check[] {
  const reader = readerOfChecks();
  return jobs.flatMap((job) => {
    const found = job.steps.flatMap((step) => checksOfStep(job, step, reader));
    if (found.length > 0) return found;
    const purpose = purposeOf(wordsOf(`${job.id} ${job.name}`));
    const text = job.steps
      .map((step) => step.run ?? step.uses ?? '')
      .join('\n')
      .trim();
    const soft = job.soft ?? job.steps.find((step) => step.soft !== null)?.soft ?? null;
    if (purpose === null || text === '' || isDeploy(wordsOf(`${job.id} ${job.name}`))) return [];
    return [{ job, purpose, text, line: job.line, soft, named: true }];
  });
}

function checksOfStep(job: Job, step: Step, reader: Reader): readonly Check[] {
  const soft = job.soft ?? step.soft;
  if (step.uses !== null) {
    const action = step.uses.replace(/@.*$/, '');
    const purpose = purposeOf(wordsOf(action));
    if (purpose === null || /^(actions\/(checkout|cache|setup-|upload-|download-)|docker\/)/.test(action)) return [];
    return [{ job, purpose, text: action, line: step.line, soft: soft ?? softInput(step), named: false }];
  }
  if (step.run === null) return [];
  const found = checksOfScript(step.run, reader).map((one) => ({
    job,
    purpose: one.purpose,
    text: one.text,
    line: step.runLine + one.line - 1,
    soft: soft ?? one.soft,
    named: false,
  }));
  if (found.length > 0) return found;
  const name = wordsOf(step.name);
  const purpose = step.name === '' || isDeploy(name) || NOT_A_CHECK.test(name) ? null : purposeOf(name);
  return purpose === null
    ? []
    : [{ job, purpose, text: step.run.trim(), line: step.line, soft: soft ?? softScript(step.run), named: true }];
}

const NOT_A_CHECK =
  /\b(install|set ?up|upload|download|report|comment|cache|checkout|prepare|notify|start|create|summary|publish)\b/i;

/** An action's own way of saying "tell, but do not stop". */
function softInput({ inputs }: Step): string | null {
  for (const [key, value] of inputs) {
    if (/^exit[-_]code$/i.test(key) && value === '0') return `${key}: 0`;
    if (
      /^(soft[-_]fail|continue[-_]on[-_]error|warn[-_]only|no[-_]fail|allow[-_]failure|skip)$/i.test(key) &&
      value === 'true'
    )
      return `${key}: true`;
    if (/^(fail([-_]on.*|[-_]?ci.*|[-_]build)?|break[-_]build)$/i.test(key) && /^(false|none|never|off)$/.test(value))
      return `${key}: ${value}`;
  }
  return null;
}

function softScript(script: string): string | null {
  return /\|\|\s*(true|:|exit 0)\s*$/.test(script.trim()) ? '|| true' : null;
}

type Found = { readonly purpose: Purpose; readonly text: string; readonly line: number; readonly soft: string | null };

export function checksOfScript(script: string, reader: Reader = readerOfChecks()): readonly Found[] {
  return checkedCommandsIn(script, reader).flatMap(({ words, line, forgiven }): readonly Found[] => {
    const purpose = purposeOfCommand(words);
    if (purpose === null) return [];
    const text = words.filter((word) => !SOFT.test(word)).join(' ');
    return [{ purpose, text, line, soft: softOption(words) ?? forgiven }];
  });
}

function readerOfChecks(): Reader {
  return { isOfInterest: maySay, known: new Map() };
}

/** Any of its words may be what a command is for. */
function maySay(text: string): boolean {
  return purposeOf(wordsOf(text)) !== null || /\baudit\b|\bscout\b|--dry-run/.test(text);
}

const SOFT =
  /^--(exit-zero|soft-fail|no-fail|no-exit-code|exit-code[= ]0|passWithNoTests|warn-only|no-error|continue-on-error)$/;

function softOption(words: readonly string[]): string | null {
  return words.find((word, at) => SOFT.test(word) || (word === '0' && words[at - 1] === '--exit-code')) ?? null;
}

/** Tools that only move things about, whatever their arguments are called. */
const OTHER_TOOLS =
  /^(echo|printf|cd|pushd|popd|mkdir|cp|mv|rm|ln|export|set|unset|test|\[|\[\[|git|gh|ls|cat|sed|awk|grep|rg|curl|wget|chmod|chown|tar|unzip|zip|source|\.|exit|sleep|apt|apt-get|apk|yum|dnf|brew|pip|pip3|find|touch|tee|head|tail|read|local|return|for|case|esac|done|fi|true|false|aws|gcloud|az|base64|jq|yq|kill|wait|trap)$/;
/** `npm run`, `docker compose`: the words that say what for come later. */
const PACKAGE_TOOLS =
  /^(npm|pnpm|yarn|bun|deno|docker|docker-compose|podman|go|cargo|dotnet|mvn|\.\/mvnw|gradle|\.\/gradlew|make|just|task|python\d?|node|bash|sh|bundle|rake|php|composer|tofu|terraform|terragrunt|pulumi|cdk)$/;

function purposeOfCommand(words: readonly string[]): Purpose | null {
  const [tool = ''] = words;
  if (/^(pip|pip3|git|gh|aws|docker|npm|yarn|pnpm)$/.test(tool) && /\b(audit|scout)\b/.test(words[1] ?? ''))
    return 'scan';
  if (OTHER_TOOLS.test(tool)) return null;
  if (
    words
      .slice(1, 4)
      .some((word) => /^(install|i|ci|add|build|push|pull|login|tag|update|upgrade|init|fetch|restore)$/.test(word))
  )
    return null;
  const plain = words.filter((word) => !word.startsWith('-')).slice(0, PACKAGE_TOOLS.test(tool) ? 4 : 3);
  const text = plain.map((word, at) => (at === 0 ? word.replace(/^.*\//, '') : word)).join(' ');
  if (isDeploy(wordsOf(text)) && !/\b(plan|validate|check|test|lint)\b/.test(text)) return null;
  return purposeOf(wordsOf(text)) ?? (words.includes('--dry-run') ? 'plan' : null);
}
