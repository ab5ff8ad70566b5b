import { expect, test } from 'vitest';
import { effectsOf, factsOfCommand } from './rows.ts';

test.each([
  ['rails db:drop', ['data.drop rails db:drop']],
  ['bin/rails db:migrate', []],
  ['rake db:schema:load', ['data.drop rake db:schema:load']],
  ['rails generate model Cart', []],
  ['python manage.py flush --no-input', ['data.truncate manage.py flush']],
  ['python3 manage.py migrate shop zero', ['data.drop manage.py migrate shop']],
  ['python manage.py migrate', []],
  ['python manage.py sqlflush', []],
  ['php artisan migrate:fresh --seed', ['data.drop artisan migrate:fresh']],
  ['php artisan migrate', []],
  ['prisma migrate reset --force', ['data.drop prisma migrate reset']],
  ['prisma migrate dev', []],
  ['prisma db push', []],
  ['prisma db push --accept-data-loss', ['data.drop prisma db push']],
  ['sequelize-cli db:migrate:undo:all', ['data.drop sequelize-cli db:migrate:undo:all']],
  ['sequelize db:migrate', []],
  ['typeorm schema:drop -d ds.ts', ['data.drop typeorm schema:drop']],
  ['typeorm migration:run', []],
  ['knex migrate:rollback --all', ['data.drop knex migrate:rollback']],
  ['knex migrate:latest', []],
  ['alembic upgrade head', []],
  ['alembic downgrade base', ['data.drop alembic downgrade base']],
  ['flask db downgrade base', ['data.drop flask db downgrade']],
  ['flyway migrate', []],
  ['flyway -url=jdbc:postgresql://db1/shop clean', ['data.drop flyway clean']],
  ['liquibase drop-all', ['data.drop liquibase drop-all']],
  ['liquibase rollback-sql v1', []],
  ['liquibase update', []],
  ['mix ecto.reset', ['data.drop mix ecto.reset']],
  ['mix ecto.migrate', []],
  ['migrate -path m -database postgres://h/shop down', ['data.drop migrate down']],
  ['migrate -path m -database postgres://h/shop up', []],
  ['goose reset', ['data.drop goose reset']],
  ['dbmate drop', ['data.drop dbmate drop']],
  ['dbmate up', []],
  ['dotnet ef database drop --force', ['data.drop dotnet ef database']],
  ['dotnet ef database update', []],
  ['sqlx database reset', ['data.drop sqlx database reset']],
  ['wp db reset --yes', ['data.drop wp db reset']],
  ['wp post list', []],
  ['drush sql-drop', ['data.drop drush sql-drop']],
  ['php bin/console doctrine:database:drop --force', ['data.drop console doctrine:database:drop']],
  ['php bin/console doctrine:migrations:migrate', []],
  ['rails db:drop --help', []],
])('%s', (command, effects) => {
  // other families may know more of the same command; of what is harmless nobody says anything
  expect(effectsOf(command)).toEqual(effects.length === 0 ? [] : expect.arrayContaining(effects));
});

test('one step back is worth a word and no more', () => {
  const [fact] = factsOfCommand('rails db:rollback').filter(({ kind }) => kind === 'data.drop');
  expect(fact?.attributes['certainty']).toBe('possible');
});
