import { Migration } from '@mikro-orm/migrations';

export class Migration20261124022726 extends Migration {

  override name = 'Migration20261124022726';

  override up(): void | Promise<void> {
    this.addSql(`alter table "property" add "good_at" timestamptz null;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "property" drop column "good_at";`);
  }

}
