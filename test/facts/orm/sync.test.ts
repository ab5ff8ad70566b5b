import { describe, expect, test } from 'vitest';
import { ormSync } from '../../../src/facts/analyzers/orm-sync.ts';
import { factsIn, told } from './tell.ts';

describe('what may change a schema without a migration', () => {
  test.each([
    [
      'src/data-source.ts',
      'export const source = new DataSource({\n  synchronize: true,\n});',
      ['unprotect setting synchronize'],
    ],
    [
      'src/app.module.ts',
      "TypeOrmModule.forRoot({ type: 'postgres', synchronize: true })",
      ['unprotect setting synchronize'],
    ],
    ['ormconfig.json', '{ "synchronize": true }', ['unprotect setting synchronize']],
    ['src/data-source.ts', 'new DataSource({\n  dropSchema: true,\n});', ['unprotect setting dropSchema']],
    ['.env.production', 'TYPEORM_SYNCHRONIZE=true', ['unprotect setting synchronize']],
    ['src/index.ts', 'await sequelize.sync({ force: true });', ['unprotect setting sync force']],
    ['src/index.ts', 'await sequelize.sync({ alter: true });', ['unprotect setting sync alter']],
    [
      'src/main/resources/application.yml',
      'spring:\n  jpa:\n    hibernate:\n      ddl-auto: create-drop',
      ['unprotect setting ddl-auto'],
    ],
    [
      'src/main/resources/application.properties',
      'spring.jpa.hibernate.ddl-auto=create',
      ['unprotect setting ddl-auto'],
    ],
    [
      'src/main/resources/application.yml',
      'spring:\n  liquibase:\n    drop-first: true',
      ['unprotect setting drop-first'],
    ],
    ['src/main/resources/application.properties', 'spring.flyway.clean-disabled=false', ['unprotect setting clean']],
    ['config/app.yml', 'DROP_ON_START: true', ['unprotect setting DROP_ON_START']],
    [
      'package.json',
      '{\n  "scripts": {\n    "start": "prisma db push --accept-data-loss && node ."\n  }\n}',
      ['unprotect setting db push'],
    ],
    [
      'package.json',
      '{\n  "scripts": {\n    "postdeploy": "prisma migrate reset --force"\n  }\n}',
      ['unprotect setting migrate reset'],
    ],
    [
      'package.json',
      '{\n  "scripts": {\n    "db:reset": "prisma migrate reset"\n  }\n}',
      ['? unprotect setting migrate reset'],
    ],
    ['deploy.sh', 'bundle exec rails db:schema:load', ['unprotect setting db:drop']],
    ['deploy.sh', 'python manage.py flush --no-input', ['unprotect setting flush']],
    ['deploy.sh', 'php artisan migrate:fresh --force', ['unprotect setting migrate:fresh']],
    ['Dockerfile', 'CMD npx drizzle-kit push --force', ['unprotect setting push --force']],
    ['src/Startup.cs', 'context.Database.EnsureDeleted();', ['unprotect setting EnsureDeleted']],
    ['src/data-source.ts', 'new DataSource({ synchronize: false })', []],
    ['src/data-source.ts', 'new DataSource({\n  // synchronize: true,\n})', []],
    ['src/chart-config.ts', 'chart({ synchronize: true })', []],
    ['src/main/resources/application.yml', 'ddl-auto: validate', []],
    ['src/main/resources/application.yml', 'ddl-auto: update', []],
    ['package.json', '{ "scripts": { "start": "prisma migrate deploy && prisma db push" } }', []],
    ['README.md', 'prisma migrate reset', []],
    ['deploy.sh', '# prisma migrate reset\nrails db:migrate', []],
  ])('%s: %s', (path, after, expected) => expect(told(ormSync, { [path]: { after } })).toEqual(expected));
});

test('what was there before is not said again', () => {
  const before = 'export const source = new DataSource({\n  synchronize: true,\n});\n';
  expect(told(ormSync, { 'src/data-source.ts': { before, after: `// here\n${before}` } })).toEqual([]);
  expect(
    told(ormSync, { 'src/data-source.ts': { before, after: before.replace('true', 'true /* still */') } }),
  ).toEqual([]);
  expect(told(ormSync, { 'src/a/data-source.ts': { before }, 'src/b/data-source.ts': { after: before } })).toEqual([]);
});

test('tests may', () => {
  const facts = factsIn(ormSync, { 'test/data-source.ts': { after: 'new DataSource({ synchronize: true })' } });
  expect(facts.map(({ attributes }) => attributes['environment'])).toEqual(['test']);
});
