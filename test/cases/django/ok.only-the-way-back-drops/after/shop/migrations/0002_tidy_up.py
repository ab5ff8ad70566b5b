from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shop", "0001_initial")]

    operations = [
        migrations.RunSQL(
            sql="CREATE TABLE shop_note (id int)",
            reverse_sql="DROP TABLE shop_note",
        ),
    ]
