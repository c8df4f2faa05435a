import { Migration } from '@mikro-orm/migrations';

export class Migration20261123172751 extends Migration {

  override name = 'Migration20261123172751';

  override up(): void | Promise<void> {
    this.addSql(`create table "import_partition" ("run_id" text not null, "name" text not null, "municipality_code" int not null, "address_type" text null, "expected" int null, "listed" int null, "other_type" int not null default 0, "skipped" int not null default 0, "stored" int not null default 0, "failed" int not null default 0, "gone" int not null default 0, "state" text not null, "gap" text null, "read_at" timestamptz null, primary key ("run_id", "name"));`);
    this.addSql(`create index "import_partition_municipality_code_index" on "import_partition" ("municipality_code");`);

    this.addSql(`alter table "import_failure" add "label" text not null default '', add "partition" text not null default '', add "solved_at" timestamptz null;`);
    this.addSql(`alter table "import_failure" alter column "label" drop default, alter column "partition" drop default;`);
    this.addSql(`update "import_failure" set "solved_at" = now() where "address_id" in (select "id" from "property");`);

    this.addSql(`alter table "import_partition" add constraint "import_partition_run_id_foreign" foreign key ("run_id") references "import_run" ("id") on delete cascade;`);

    this.addSql(`alter table "import_run" add "batches" int not null default 0;`);
    this.addSql(`alter table "import_partition" add "pages_trusted" boolean not null default false;`);
    this.addSql(`alter table "property" add "search_run" text null;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "import_partition" cascade;`);

    this.addSql(`alter table "import_failure" drop column "label", drop column "partition", drop column "solved_at";`);
    this.addSql(`alter table "import_run" drop column "batches";`);
    this.addSql(`alter table "import_partition" drop column "pages_trusted";`);
    this.addSql(`alter table "property" drop column "search_run";`);
  }

}
