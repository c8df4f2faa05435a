import { Migration } from '@mikro-orm/migrations';

export class Migration20261127040257 extends Migration {

  override name = 'Migration20261127040257';

  override up(): void | Promise<void> {
    this.addSql(`alter table "import_partition" add "updated" int not null default 0, add "unchanged" int not null default 0;`);
    // What runs have kept of all their partitions together is that of the one partition where there is no other.
    this.addSql(`update "import_partition" p set "updated" = (r."counts"->>'updated')::int, "unchanged" = (r."counts"->>'unchanged')::int from "import_run" r where r."id" = p."run_id" and (r."counts"->>'imported')::int + (r."counts"->>'updated')::int + (r."counts"->>'unchanged')::int = p."stored" and not exists (select from "import_partition" o where o."run_id" = p."run_id" and o."name" <> p."name");`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "import_partition" drop column "updated", drop column "unchanged";`);
  }

}
