import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { peakOf } from './check.mjs';
import { interleave } from './measure.mjs';
import { figure, line, ms, ratio } from './report.mjs';

const FILES = 100;
const MANY = 5_000;

/** Files of one technology, ten to a folder, and the same with another value in each. */
const TECHNOLOGIES = {
  'plain text': { name: 'notes.txt', text: (i, value) => `${value}\n`.repeat(20) + i },
  terraform: {
    name: 'main.tf',
    text: (i, value) =>
      `variable "size${i}" {\n  default = "${value}"\n}\nresource "aws_subnet" "s${i}" {\n  cidr_block = "10.0.${i % 250}.0/24"\n}\n` +
      Array.from(
        { length: 8 },
        (_, j) =>
          `resource "aws_instance" "i${i}_${j}" {\n  instance_type = var.size${i}\n  subnet_id     = aws_subnet.s${i}.id\n  tags = { Name = "shop-${j}" }\n}\n`,
      ).join(''),
  },
  kubernetes: {
    name: 'app.yaml',
    text: (i, value) =>
      Array.from(
        { length: 4 },
        (_, j) =>
          `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: app-${i}-${j}\n  namespace: shop\nspec:\n  replicas: 2\n  template:\n    spec:\n      containers:\n        - name: app\n          image: shop:${value}\n`,
      ).join('---\n'),
  },
  sql: {
    name: 'query.sql',
    text: (i, value) =>
      `CREATE TABLE orders_${i} (id bigint PRIMARY KEY, note text);\nALTER TABLE shop_${i} ADD COLUMN ${value} text;\n`,
  },
  cloudformation: {
    name: 'stack.yaml',
    text: (i, value) =>
      `AWSTemplateFormatVersion: "2010-09-09"\nResources:\n` +
      Array.from(
        { length: 8 },
        (_, j) =>
          `  Queue${i}${j}:\n    Type: AWS::SQS::Queue\n    Properties:\n      Tags: [{ Key: v, Value: ${value} }]\n`,
      ).join(''),
  },
};

export function measureFacts(world) {
  const cli = installedEngine(world);
  const checks = Object.keys(TECHNOLOGIES).map((technology) => {
    const repository = makeRepository(world, technology, FILES);
    return { name: technology, run: () => repository.run(process.execPath, [cli, 'check'], { mayFail: true }) };
  });
  const repository = world.repository('facts-terraform');
  const idle = { name: 'node', run: () => repository.run(process.execPath, ['-e', '0']) };
  const times = interleave(5, [idle, ...checks]);
  for (const technology of Object.keys(TECHNOLOGIES)) {
    const time = times[technology];
    line(
      `${FILES} files of ${technology}: ${ms(time)} (${ratio(time, times['plain text'])} of plain text, ${ratio(time, times.node)} of an idle node)`,
    );
    figure(`a cold check of ${FILES} files of ${technology}`, time, 400, ' ms');
  }
  for (const technology of ['terraform', 'kubernetes']) growth(world, technology, cli);
}

/** As a hook runs it: with what V8 compiled the last time. */
function installedEngine(world) {
  makeRepository(world, 'plain text', 10).guard();
  const engines = join(world.env.XDG_DATA_HOME, 'guardrail', 'engines');
  const [name] = readdirSync(engines).filter((one) => one !== 'compiled');
  return join(engines, name, 'guardrail.cjs');
}

/** Ten times the files must not be a hundred times the work. */
function growth(world, technology, cli) {
  const few = makeRepository(world, technology, MANY / 10);
  const many = makeRepository(world, technology, MANY);
  const once = (repository) => {
    const started = performance.now();
    const peak = peakOf(repository, [cli, 'check']);
    return { peak, time: performance.now() - started };
  };
  const [small, large] = [once(few), once(many)];
  line(
    `${MANY} files of ${technology}: ${ms(large.time)}, ${ratio(large.time / 10, small.time)} per file of ${MANY / 10}`,
  );
  figure(`peak memory of a check over ${MANY} files of ${technology}`, large.peak, 300, ' MB');
}

function makeRepository(world, technology, files) {
  const { name, text } = TECHNOLOGIES[technology];
  const repository = world.newRepository(
    `facts-${technology.replace(' ', '-')}${files === FILES ? '' : `-${files}`}`,
    1,
  );
  const fill = (value) => {
    for (let i = 0; i < files; i += 1) repository.write(`infra/m${Math.floor(i / 10)}/${i}-${name}`, text(i, value));
    repository.git('add', '--all');
  };
  fill('one');
  repository.git('commit', '--quiet', '--message', 'one');
  repository.git('switch', '--quiet', '--create', 'work');
  fill('two');
  return repository;
}
