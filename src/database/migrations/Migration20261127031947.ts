import { Migration } from '@mikro-orm/migrations';

export class Migration20261127031947 extends Migration {

  override name = 'Migration20261127031947';

  override up(): void | Promise<void> {
    this.addSql(`alter table "property" add "stored_at" timestamptz null;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "property" drop column "stored_at";`);
  }

}
