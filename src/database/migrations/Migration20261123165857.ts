import { Migration } from '@mikro-orm/migrations';

export class Migration20261123165857 extends Migration {

  override name = 'Migration20261123165857';

  override up(): void | Promise<void> {
    this.addSql(`alter table "import_run" add "batches" int not null default 0;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "import_run" drop column "batches";`);
  }

}
