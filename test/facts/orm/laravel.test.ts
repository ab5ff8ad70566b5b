import { describe, expect, test } from 'vitest';
import { laravel } from '../../../src/facts/analyzers/laravel.ts';
import { told } from './tell.ts';

const PATH = 'database/migrations/2026_01_01_000000_work.php';
const migration = (up: string): string =>
  `<?php\n\nuse Illuminate\\Database\\Migrations\\Migration;\nuse Illuminate\\Support\\Facades\\Schema;\n\nreturn new class extends Migration\n{\n    /** It's work. */\n    public function up(): void\n    {\n        ${up}\n    }\n\n    public function down(): void\n    {\n        Schema::dropIfExists('down');\n    }\n};\n`;
const table = (body: string): string =>
  migration(`Schema::table('orders', function (Blueprint $table) {\n            ${body}\n        });`);

describe('up', () => {
  test.each([
    ["Schema::dropIfExists('orders');", ['drop table orders']],
    ["Schema::drop('orders');", ['drop table orders']],
    ["Schema::connection('shop')->dropIfExists('orders');", ['drop table orders']],
    ["Schema::rename('orders', 'sales');", ['rename table orders']],
    ["Schema::dropColumns('orders', ['note']);", ['drop column orders.note']],
    ["Schema::create('orders', function (Blueprint $table) { $table->id(); $table->dropColumn('x'); });", []],
    ["Schema::create('orders', fn ($t) => $t->id()); Schema::drop('orders');", []],
    ["DB::statement('DROP TABLE orders');", ['drop table orders']],
    ['DB::statement("ALTER TABLE orders DROP COLUMN note");', ['drop column orders.note']],
    ['DB::unprepared(<<<SQL\n            DROP TABLE orders;\n        SQL);', ['drop table orders']],
    ['DB::statement($sql);', ['unreadable $sql is not written here']],
    ["DB::table('orders')->truncate();", ['truncate table orders']],
    ["DB::table('orders')->delete();", ['delete-all row orders']],
    ["DB::table('orders')->where('id', 1)->delete();", []],
    ['Order::truncate();', ['truncate table Order']],
    ['Order::query()->delete();', ['delete-all row Order']],
    ["Order::where('id', 1)->delete();", []],
    ["foreach (['a'] as $t) { Schema::drop($t); }", ['drop table $t']],
    ["if (Schema::hasTable('orders')) { Schema::drop('orders'); }", ['drop table orders']],
    ["$name = 'orders'; Schema::drop($name);", ['drop table orders']],
    ["// Schema::drop('orders');", []],
  ])('%s', (up, expected) => expect(told(laravel, { [PATH]: { after: migration(up) } })).toEqual(expected));

  test.each([
    ["$table->dropColumn('note');", ['drop column orders.note']],
    ["$table->dropColumn(['note', 'memo']);", ['drop column orders.note', 'drop column orders.memo']],
    ["$table->dropColumn('note', 'memo');", ['drop column orders.note', 'drop column orders.memo']],
    ['$table->dropTimestamps();', ['drop column orders.created_at', 'drop column orders.updated_at']],
    ['$table->dropSoftDeletes();', ['drop column orders.deleted_at']],
    ["$table->dropConstrainedForeignId('shop_id');", ['drop column orders.shop_id']],
    ["$table->renameColumn('note', 'memo');", ['rename column orders.note']],
    ["$table->integer('note')->change();", ['? rewrite column orders.note']],
    ["$table->text('note')->nullable()->change();", []],
    ["$table->text('note')->nullable(false)->change();", ['lock column orders.note fails']],
    ["$table->string('note')->nullable()->after('id');", []],
    ["$table->foreignId('shop_id')->constrained();", []],
    ["$table->dropForeign(['shop_id']);", ['drop constraint orders.shop_id']],
    ["$table->index('note');", ['lock index orders blocks-writes']],
    ["$table->unique(['note']);", ['lock index orders fails']],
  ])('%s', (body, expected) => expect(told(laravel, { [PATH]: { after: table(body) } })).toEqual(expected));
});

describe('a file', () => {
  const before = migration("Schema::create('orders', function (Blueprint $table) { $table->id(); });");
  test.each([
    [
      'is cut off',
      undefined,
      migration("Schema::drop('orders');").slice(0, 280),
      ['drop table orders', 'unreadable it is not valid PHP'],
    ],
    [
      'is cut off in a string',
      undefined,
      before.slice(0, before.indexOf("orders'") + 3),
      ['unreadable it is not valid PHP'],
    ],
    ['is empty', undefined, '', ['unreadable it has no up']],
    ['gets a comment', before, before.replace("It's work", 'It is work'), []],
    ['is edited', before, before.replace("'orders'", "'sales'"), ['migration-edit other 2026_01_01_000000_work.php']],
  ])('%s', (_name, then, after, expected) =>
    expect(told(laravel, { [PATH]: { after, ...(then === undefined ? {} : { before: then }) } })).toEqual(expected),
  );
});
