/** The words of one command, told apart: `kubectl -n shop delete pvc data`. */
export type Arguments = {
  readonly tool: string;
  /** What stands without a dash, the values of known options left out: `delete`, `pvc`, `data`. */
  readonly plain: readonly string[];
  readonly has: (...flags: readonly string[]) => boolean;
  /** The value of an option, as `--name value` or `--name=value`; '' where it is not given. */
  readonly value: (...flags: readonly string[]) => string;
  readonly words: readonly string[];
  readonly input: string;
};

export function argumentsOf(words: readonly string[], input: string): Arguments {
  const [tool = '', ...rest] = words;
  const takes = TAKES[tool];
  const plain: string[] = [];
  for (let at = 0; at < rest.length; at++) {
    const word = rest[at] ?? '';
    if (takes?.test(word) === true) at++;
    else if (!word.startsWith('-')) plain.push(word);
  }
  return {
    tool,
    plain,
    words,
    input,
    has: (...flags) => rest.some((word) => flags.some((flag) => word === flag || word.startsWith(`${flag}=`))),
    value: (...flags) => valueOf(rest, flags),
  };
}

function valueOf(words: readonly string[], flags: readonly string[]): string {
  for (const [at, word] of words.entries()) {
    for (const flag of flags) {
      if (word === flag) return words[at + 1] ?? '';
      if (word.startsWith(`${flag}=`)) return word.slice(flag.length + 1);
    }
  }
  return '';
}

/** Options that take the next word, so that `-n delete` is not a verb. */
const TAKES: Readonly<Record<string, RegExp>> = {
  kubectl:
    /^(-n|-f|-l|-o|-c|-k|--namespace|--context|--kubeconfig|--selector|--filename|--cluster|--user|--timeout|--grace-period|--field-selector)$/,
  oc: /^(-n|-f|-l|-o|-k|--namespace|--context|--kubeconfig|--selector|--filename)$/,
  helm: /^(-n|--namespace|--kube-context|--kubeconfig|--timeout)$/,
  aws: /^(--profile|--region|--output|--query|--endpoint-url|--exclude|--include)$/,
  gcloud: /^(--project|--zone|--region|--format|--location|--account)$/,
  az: /^(-g|-n|--resource-group|--name|--subscription|-o|--output|--account-name)$/,
  docker: /^(-f|--file|-p|--project-name|-H|--host|--context|--filter|--profile|--env-file|-t|--timeout)$/,
  'docker-compose': /^(-f|--file|-p|--project-name|--profile|--env-file|-t|--timeout)$/,
  podman: /^(-f|--file|-p|--project-name|--filter)$/,
  git: /^(-C|-c|-o|--push-option)$/,
  pulumi: /^(-s|--stack|-C|--cwd|-t|--target|-m|--message)$/,
  cdk: /^(-a|--app|-c|--context|--profile|--toolkit-stack-name)$/,
  dropdb: /^(-h|-p|-U|--host|--port|--username|--maintenance-db)$/,
  terragrunt: /^(--terragrunt-working-dir|--working-dir|--queue-include-dir|--terragrunt-include-dir)$/,
  psql: /^(-h|-p|-U|-d|-c|-f|-v|--command|--file|--host|--dbname)$/,
};
