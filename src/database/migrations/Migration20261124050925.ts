import { Migration } from '@mikro-orm/migrations';

export class Migration20261124050925 extends Migration {

  override name = 'Migration20261124050925';

  override up(): void | Promise<void> {
    this.addSql(`alter table "registration" add "noticed_run" text null;`);
    this.addSql(`update "registration" set "noticed_run" = (select r."id" from "import_run" r where r."started_at" <= "noticed_at" order by r."started_at" desc limit 1) where "noticed_at" is not null;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "registration" drop column "noticed_run";`);
  }

}
