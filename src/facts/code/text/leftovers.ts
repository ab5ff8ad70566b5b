import type { Path } from '../../../model/change.ts';
import type { Certainty } from '../../secret-files.ts';
import type { Sighting } from '../sighting.ts';
import { isForeign, placeOf } from '../where.ts';
import { type Line, MOST_LETTERS, seen } from './lines.ts';

const PROSE = /\.(md|mdx|rst|txt|adoc|html?|tex|ipynb|po|csv|log|patch|diff|snap|svg)$/i;
const CODE =
  /\.([cm]?[jt]sx?|py|go|rb|rs|java|kt|cs|php|swift|c|cc|cpp|h|hpp|sh|bash|pl|lua|ex|exs|scala|sql|vue|svelte)$/i;
const SETTINGS = /\.(ya?ml|toml|ini|cfg|conf|properties|json|env\w*|tfvars|xml)$|(^|\/)\.env[^/]*$/i;
/** Made to be filled in, or for one machine. */
const SAMPLE =
  /example|sample|template|\.dist$|fixture|test|spec|mock|demo|docs?\/|local|\bdev\b|dev\.|development|docker-compose|compose|values\.ya?ml$|schema|devcontainer|\.vscode|\.idea|playwright|cypress|vite|jest|karma|launch|tasks|Procfile|Makefile|storybook|e2e|\.github/i;

/** What was to be filled in, resolved or taken out before anybody else read it. */
export function leftovers(path: Path, lines: readonly Line[]): readonly Sighting[] {
  if (isForeign(placeOf(path))) return [];
  const conflict = conflicts(path, lines);
  return [
    ...conflict,
    ...lines.flatMap((line): readonly Sighting[] => {
      if (line.text.length > MOST_LETTERS) return [];
      return [...placeholders(path, line), ...machines(path, line)];
    }),
  ];
}

/** All three marks, in their order: a heading may well be underlined with seven signs. */
function conflicts(path: Path, lines: readonly Line[]): readonly Sighting[] {
  const found: Sighting[] = [];
  let start: Line | null = null;
  let isHalf = false;
  for (const line of lines) {
    if (/^<{7} \S/.test(line.text)) [start, isHalf] = [line, false];
    else if (start && /^={7}$/.test(line.text)) isHalf = true;
    else if (start && isHalf && /^>{7} \S/.test(line.text)) {
      const mild =
        PROSE.test(path) ||
        placeOf(path) === 'test' ||
        placeOf(path) === 'example' ||
        /merge|conflict|rebase/i.test(path);
      found.push(
        seen(start, {
          kind: 'code.stub',
          how: 'placeholder',
          name: 'conflict',
          certainty: mild ? 'possible' : 'certain',
          because: 'a merge was not resolved',
        }),
      );
      start = null;
    }
  }
  return found;
}

const FILLER =
  /["'=:\s](your[-_ ]?(api[-_ ]?key|secret|token|password|client[-_ ]?id|domain|project[-_ ]?id|username|email|account[-_ ]?id|bucket|org)([-_ ]?here)?|<your[-_ ][^>]{1,40}>|change[-_ ]?me!?|replace[-_ ]?me|insert[-_ ][\w-]{1,30}[-_ ]here|TODO[-_]?REPLACE\w*|xxx{3,})["']?\s*[,;)}\]]?\s*(#.*|\/\/.*)?$/i;

function placeholders(path: Path, line: Line): readonly Sighting[] {
  const { text } = line;
  if (/\blorem ipsum\b/i.test(text) && !SAMPLE.test(path) && !/lorem|placeholder|faker|story|stories/i.test(path))
    return [
      seen(line, {
        kind: 'code.stub',
        how: 'placeholder',
        name: 'lorem ipsum',
        certainty: 'possible',
        because: 'text stands in for text',
      }),
    ];
  if (!SETTINGS.test(path) || SAMPLE.test(path)) return [];
  const found = FILLER.exec(text)?.[1];
  if (found === undefined || /^\s*(#|\/\/|;)/.test(text)) return [];
  return [
    seen(line, {
      kind: 'code.stub',
      how: 'placeholder',
      name: found,
      certainty: 'possible',
      because: 'a value is still to be filled in',
    }),
  ];
}

const HOME =
  /(?:^|[\s"'`=:(,[])((?:\/Users\/|\/home\/|[A-Za-z]:\\{1,2}Users\\{1,2})([A-Za-z][\w.-]{1,30})(?:[/\\]+[\w.@-]+))/;
/** Not a person: what machines, images and manuals call themselves. */
const NOBODY =
  /^(runner|vsts|circleci|travis|ubuntu|ec2-user|vagrant|node|app|user|users?name|you|your\w*|me|name|foo|bar|alice|bob|john|jane|\w*doe|test\w*|example|root|Shared|Public|Default|jovyan|git|vscode|codespace|gitpod|admin|build\w*|jenkins|pi|deploy|www|linuxbrew|runneradmin|ContainerAdministrator|dev|developer|someone|user\d*|nonroot|appuser|sandbox|docker|postgres|redis|builder|airflow|spark|hadoop|steam|worker|coder|\w*user|agent|workspace|username)$/i;

function machines(path: Path, line: Line): readonly Sighting[] {
  const place = placeOf(path);
  const mild = PROSE.test(path) || place === 'test' || place === 'example';
  return [...homes(path, line, mild), ...(mild || SAMPLE.test(path) || !SETTINGS.test(path) ? [] : hosts(path, line))];
}

function homes(path: Path, line: Line, mild: boolean): readonly Sighting[] {
  const { text } = line;
  const [, whole, user = ''] = HOME.exec(text) ?? [];
  if (whole === undefined || NOBODY.test(user)) return [];
  const isComment = /^\s*(#|\/\/|\*|--|;|%|<!--)/.test(text) || /\be\.?g\.|example|```|\$\{/i.test(text);
  const certainty: Certainty = !mild && !isComment && (SETTINGS.test(path) || CODE.test(path)) ? 'likely' : 'possible';
  const because = `it lies in the home of ${user}`;
  return [seen(line, { kind: 'code.machine-path', how: 'absolute', name: whole.slice(0, 80), certainty, because })];
}

function hosts(path: Path, line: Line): readonly Sighting[] {
  const { text } = line;
  const host =
    /\bhttps?:\/\/(?:localhost|127\.0\.0\.1|192\.168\.\d{1,3}\.\d{1,3}|10\.\d{1,3}\.\d{1,3}\.\d{1,3}):\d{2,5}\b/.exec(
      text,
    )?.[0];
  if (host === undefined || /^\s*(#|\/\/|;)|health|probe|liveness|readiness|wait-on|curl|wget/i.test(text)) return [];
  const certainty: Certainty = /prod|staging|deploy/i.test(path) ? 'likely' : 'possible';
  const because = 'it answers on one machine alone';
  return [seen(line, { kind: 'code.machine-path', how: 'localhost', name: host, certainty, because })];
}
