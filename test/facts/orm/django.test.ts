import { describe, expect, test } from 'vitest';
import { django } from '../../../src/facts/analyzers/django.ts';
import { told } from './tell.ts';

const PATH = 'shop/migrations/0002_work.py';
const HEAD = 'from django.db import migrations, models\n\n';
const migration = (operations: string, before = ''): string =>
  `${HEAD}${before}\nclass Migration(migrations.Migration):\n    dependencies = [("shop", "0001_initial")]\n    operations = [\n        ${operations}\n    ]\n`;
const first = (field: string): string =>
  migration(`migrations.CreateModel(name="Order", fields=[("id", models.AutoField()), ("note", ${field})])`);

describe('operations', () => {
  test.each([
    ['migrations.RemoveField(model_name="order", name="note")', ['drop column shop_order.note']],
    ['migrations.RemoveField("Order", "note")', ['drop column shop_order.note']],
    ['migrations.DeleteModel(name="Order")', ['drop table shop_order']],
    ['migrations.DeleteModel("Order"),', ['drop table shop_order']],
    ['migrations.RenameField("order", "note", "memo")', ['rename column shop_order.note']],
    ['migrations.RenameModel(old_name="Order", new_name="Sale")', ['rename table shop_order']],
    ['migrations.AlterModelTable(name="order", table="sales")', ['rename table shop_order']],
    ['migrations.RunSQL("DROP TABLE shop_order")', ['drop table shop_order']],
    [
      'migrations.RunSQL(sql="DROP TABLE shop_order", reverse_sql="CREATE TABLE shop_order (id int)")',
      ['drop table shop_order'],
    ],
    [
      'migrations.RunSQL(["DELETE FROM shop_order", ("DROP TABLE shop_item", None)])',
      ['delete-all row shop_order', 'drop table shop_item'],
    ],
    ['migrations.RunSQL("""\n  DROP TABLE shop_order;\n""", migrations.RunSQL.noop)', ['drop table shop_order']],
    ['migrations.RunSQL(open("x.sql").read())', ['unreadable open.read is not written here']],
    ['migrations.AddField("order", "note", models.CharField(max_length=9))', ['lock table shop_order fails']],
    [
      'migrations.AddField("order", "key", models.UUIDField(default=uuid.uuid4, unique=True))',
      ['lock column shop_order.key fails'],
    ],
    ['migrations.RemoveConstraint(model_name="order", name="paid")', ['drop constraint shop_order.paid']],
    ['migrations.RemoveIndex(model_name="order", name="by_day")', ['? drop index shop_order.by_day']],
    ['migrations.AddIndex("order", models.Index(fields=["note"], name="n"))', ['lock index shop_order blocks-writes']],
    [
      'migrations.AddConstraint("order", models.CheckConstraint(check=q, name="n"))',
      ['lock constraint shop_order blocks-writes'],
    ],
    [
      'migrations.AlterUniqueTogether(name="order", unique_together={("a", "b")})',
      ['? lock constraint shop_order fails'],
    ],
    ['migrations.AlterUniqueTogether(name="order", unique_together=set())', ['? drop constraint shop_order']],
    [
      'migrations.SeparateDatabaseAndState(database_operations=[migrations.RunSQL("DROP TABLE a")], state_operations=[migrations.DeleteModel("A")])',
      ['drop table a'],
    ],
    ['migrations.AlterOrderWithRespectTo(name="line", order_with_respect_to=None)', ['drop column shop_line._order']],
    [
      '*[migrations.RemoveField("order", n) for n in ("note", "memo")],',
      ['drop column shop_order.note', 'drop column shop_order.memo'],
    ],
  ])('%s', (operations, expected) =>
    expect(told(django, { [PATH]: { after: migration(operations) } })).toEqual(expected),
  );
});

describe('what stays quiet', () => {
  test.each([
    'migrations.CreateModel(name="Order", fields=[("id", models.AutoField(primary_key=True))])',
    'migrations.AddField("order", "note", models.CharField(max_length=9, null=True))',
    'migrations.AddField("order", "note", models.CharField(max_length=9, blank=True))',
    'migrations.AddField("order", "note", models.CharField(max_length=9, default=""), preserve_default=False)',
    'migrations.AddField("order", "at", models.DateTimeField(auto_now_add=True))',
    'migrations.AddField("order", "tags", models.ManyToManyField(to="shop.tag"))',
    'migrations.AlterModelOptions(name="order", options={"ordering": ["id"]})',
    'migrations.CreateModel(name="Order", fields=[]), migrations.DeleteModel("Order")',
    'migrations.CreateModel(name="Order", fields=[]), migrations.RemoveField("order", "x")',
    'migrations.AddField("order", "a", models.TextField(null=True)), migrations.RemoveField("order", "a")',
    'migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel("Order")])',
    'migrations.SeparateDatabaseAndState([], [migrations.RemoveField("order", "note")])',
    'migrations.RunSQL(migrations.RunSQL.noop, "DROP TABLE shop_order")',
    'migrations.RunSQL("SELECT 1", reverse_sql="DROP TABLE shop_order")',
    'migrations.RunPython(migrations.RunPython.noop, migrations.RunPython.noop)',
    'AddIndexConcurrently("order", models.Index(fields=["note"], name="n"))',
    '# migrations.DeleteModel("Order")',
  ])('%s', (operations) => expect(told(django, { [PATH]: { after: migration(operations) } })).toEqual([]));
});

describe('AlterField', () => {
  test.each([
    ['models.CharField(max_length=50)', 'models.CharField(max_length=20)', ['rewrite column shop_order.note']],
    ['models.CharField(max_length=50)', 'models.CharField(max_length=200)', []],
    ['models.CharField(max_length=50)', 'models.CharField(max_length=50, help_text="x", choices=[("a", "b")])', []],
    ['models.CharField(max_length=50)', 'models.TextField()', []],
    ['models.TextField()', 'models.CharField(max_length=50)', ['rewrite column shop_order.note']],
    ['models.CharField(max_length=50)', 'models.IntegerField()', ['? rewrite column shop_order.note']],
    ['models.IntegerField()', 'models.BigIntegerField()', ['lock table shop_order.note rewrites']],
    ['models.BigIntegerField()', 'models.IntegerField()', ['rewrite column shop_order.note']],
    [
      'models.DecimalField(max_digits=10, decimal_places=4)',
      'models.DecimalField(max_digits=10, decimal_places=2)',
      ['rewrite column shop_order.note'],
    ],
    ['models.TextField(null=True)', 'models.TextField()', ['lock column shop_order.note fails']],
    ['models.TextField()', 'models.TextField(null=True)', []],
    ['models.TextField()', 'models.TextField(unique=True)', ['lock constraint shop_order.note fails']],
    ['models.TextField()', 'models.TextField(db_index=True)', ['lock index shop_order.note blocks-writes']],
    ['models.TextField()', 'models.TextField(db_column="memo")', ['rename column shop_order.note']],
    [
      'models.ForeignKey(on_delete=models.CASCADE, to="a.B")',
      'models.ForeignKey(on_delete=models.PROTECT, to="a.B")',
      [],
    ],
  ])('%s to %s', (before, after, expected) => {
    const then = first(before);
    const files = {
      'shop/migrations/0001_initial.py': { before: then, after: then },
      [PATH]: { after: migration(`migrations.AlterField("order", "note", ${after})`) },
    };
    expect(told(django, files)).toEqual(expected);
  });

  test('of a field nobody knows', () =>
    expect(
      told(django, { [PATH]: { after: migration('migrations.AlterField("order", "note", models.TextField())') } }),
    ).toEqual(['? rewrite column shop_order.note']));
});

describe('RunPython', () => {
  const runs = (body: string, operations = ''): string =>
    migration(
      `${operations} migrations.RunPython(forwards, backwards)`,
      `def forwards(apps, schema_editor):\n    Order = apps.get_model("shop", "Order")\n    ${body}\n\ndef backwards(apps, schema_editor):\n    apps.get_model("shop", "Order").objects.all().delete()\n`,
    );
  test.each([
    ['Order.objects.all().delete()', ['delete-all row Order']],
    ['apps.get_model("shop", "Order").objects.all().delete()', ['delete-all row Order']],
    ['Order.objects.using(schema_editor.connection.alias).all().delete()', ['delete-all row Order']],
    ['orders = Order.objects.all()\n    orders.delete()', ['delete-all row Order']],
    ['Order.objects.update(note="")', ['? delete-all row Order']],
    ['Order.objects.filter(note=None).delete()', []],
    ['Order.objects.filter(note=None).update(note="")', []],
    ['Order.objects.create(note="")', []],
    ['schema_editor.execute("DROP TABLE shop_order")', ['drop table shop_order']],
    [
      'with connection.cursor() as cursor:\n        cursor.execute("TRUNCATE shop_order")',
      ['truncate table shop_order'],
    ],
    ['tidy(Order)\n\ndef tidy(model):\n    model.objects.all().delete()', ['delete-all row Order']],
  ])('%s', (body, expected) => expect(told(django, { [PATH]: { after: runs(body) } })).toEqual(expected));

  test('fills the column it has added', () => {
    const add = 'migrations.AddField("order", "note", models.TextField(null=True)),';
    expect(told(django, { [PATH]: { after: runs('Order.objects.update(note="")', add) } })).toEqual([
      '? lock table Order blocks-writes',
    ]);
  });
  test('code from elsewhere', () =>
    expect(told(django, { [PATH]: { after: migration('migrations.RunPython(work.forwards)') } })).toEqual([
      'unreadable work.forwards is not written here',
    ]));
});

describe('a file', () => {
  const before = migration('migrations.CreateModel("Order", [])');
  test.each([
    [
      'is cut off',
      undefined,
      migration('migrations.DeleteModel("Order")').slice(0, -6),
      ['drop table shop_order', 'unreadable it is not valid Python'],
    ],
    ['is empty', undefined, '', ['unreadable it has no operations']],
    ['is no migration', undefined, 'from alembic import op\n\ndef upgrade():\n    op.drop_table("a")\n', []],
    ['is formatted', before, before.replaceAll('    ', '  ').replace('# a', ''), []],
    ['gets a docstring', before, `"""Generated"""\n${before}`, []],
    ['is edited', before, before.replace('"Order"', '"Sale"'), ['migration-edit other 0002_work.py']],
  ])('%s', (_name, then, after, expected) =>
    expect(told(django, { [PATH]: { after, ...(then === undefined ? {} : { before: then }) } })).toEqual(expected),
  );
});
