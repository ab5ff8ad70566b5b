import { median } from './measure.mjs';
import { figure, line, ms } from './report.mjs';

const FACTS = 1_000;
const RULES = 200;
const ROUNDS = 30;
const KINDS = ['file.modify', 'file.delete', 'infra.destroy', 'infra.replace'];

/** A change of 1,000 facts against 200 rules, compiled once, in this process. */
export async function measureDecision(world) {
  const { changeOf, decide, editOf, factOf, partOf, rulesOf } = await world.load('test/bench/entry-policy.ts');
  const rules = rulesOf({ 'config.yaml': 'extends: []\n', 'policies/many.yaml': manyRules() });
  const edits = Array.from({ length: FACTS }, (_, i) => editOf(pathOf(i)));
  const change = changeOf({ parts: [partOf(edits)] });
  const facts = edits.map(({ path }, i) => {
    const kind = KINDS[i % KINDS.length];
    return factOf(kind, attributesOf(kind, i), { where: { path, range: null } });
  });
  const times = Array.from({ length: ROUNDS }, () => timed(() => decide(change, facts, [rules], [])));
  const decision = decide(change, facts, [rules], []);
  const baseline = median(Array.from({ length: ROUNDS }, () => timed(() => JSON.stringify(facts))));
  const warm = median(times.slice(5));
  line(
    `${FACTS} facts x ${RULES} rules: ${ms(warm)}, the first time ${ms(times[0])}, ${decision.rulings.length} rulings`,
  );
  line(`beside it: the same facts as JSON take ${ms(baseline)}`);
  figure('one decision', warm, 10, ' ms');
}

function timed(work) {
  const started = performance.now();
  work();
  return performance.now() - started;
}

function pathOf(i) {
  return `packages/part-${i % 40}/src/file-${i}.ts`;
}

/** Everything a file or a resource is said to be, as analyzers set it. */
function attributesOf(kind, i) {
  const landed = i % 3 !== 0;
  if (kind.startsWith('file.'))
    return { landed, size: i * 10, added: i % 90, removed: 3, generated: false, technology: 'typescript' };
  return {
    landed,
    technology: 'terraform',
    type: 'aws_db_instance',
    name: `db-${i}`,
    stateful: i % 2 === 0,
    environment: 'prod',
    reversible: false,
    dependents: i % 7,
  };
}

/** Fifty rules for each kind, with globs, a negation and attributes, as people write them. */
function manyRules() {
  const rules = Array.from({ length: RULES }, (_, i) => {
    const kind = KINDS[i % KINDS.length];
    const more = kind.startsWith('file.') ? 'size: { gt: 100 }' : 'stateful: true, environment: [prod, staging]';
    const paths = `["packages/part-${i % 40}/**/*-${i}*.ts", "infra/${i}/**"]`;
    return [
      `  - id: many.r${i}`,
      `    when: { fact: ${kind}, path: ${paths}, landed: true, ${more}, not: { path: "**/*.md" } }`,
      '    then: { agent: deny, human: warn }',
      '    say: "{subject} in {path}"',
      '    instead: "leave it"',
      '',
    ].join('\n');
  });
  return `policy: many\ntitle: t\nwhy: w\nrules:\n${rules.join('')}`;
}
