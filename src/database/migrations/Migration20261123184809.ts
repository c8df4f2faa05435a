import { Migration } from '@mikro-orm/migrations';

export class Migration20261123184809 extends Migration {

  override name = 'Migration20261123184809';

  override up(): void | Promise<void> {
    this.addSql(`create table "import_sample" ("run_id" text not null, "at" timestamptz not null, "done" int not null, "failed" int not null, "requests" int not null, "median_latency_ms" int null, "p95_latency_ms" int null, "workers" int not null, "binding" text not null, primary key ("run_id", "at"));`);

    this.addSql(`create table "property_change" ("id" bigserial primary key, "property_id" uuid not null, "field" text not null, "from_value" jsonb null, "to_value" jsonb null, "run_id" text not null, "noticed_at" timestamptz not null);`);
    this.addSql(`create index "property_change_property_id_index" on "property_change" ("property_id");`);
    this.addSql(`create index "property_change_noticed_at_index" on "property_change" ("noticed_at");`);

    this.addSql(`create table "price_event" ("id" bigserial primary key, "property_id" uuid not null, "listing_id" uuid null, "type" text not null, "price" bigint null, "price_before" bigint null, "at" timestamptz not null, "source" text not null, "identity" text not null, "previous_check_at" timestamptz null, "aux" jsonb null, "run_id" text not null, "noticed_at" timestamptz not null);`);
    this.addSql(`create index "price_event_property_id_index" on "price_event" ("property_id");`);
    this.addSql(`create index "price_event_noticed_at_index" on "price_event" ("noticed_at");`);
    this.addSql(`alter table "price_event" add constraint "price_event_property_id_identity_unique" unique ("property_id", "identity");`);

    this.addSql(`alter table "registration" add "noticed_at" timestamptz null;`);
    this.addSql(`create index "registration_noticed_at_index" on "registration" ("noticed_at") where "noticed_at" is not null;`);

    this.addSql(`alter table "import_failure" add "unlisted" boolean not null default false;`);

    this.addSql(`alter table "import_run" add "census" jsonb null, add "latency" jsonb null;`);
    this.addSql(`alter table "import_run" add "pace" jsonb null;`);

    this.addSql(`alter table "import_partition" add "unlisted" int not null default 0;`);

    this.addSql(`alter table "property" add "checked_at" timestamptz null;`);
    this.addSql(`update "property" set "checked_at" = "fetched_at";`);
    this.addSql(`alter table "property" alter column "checked_at" set not null;`);

    this.addSql(`alter table "import_sample" add constraint "import_sample_run_id_foreign" foreign key ("run_id") references "import_run" ("id") on delete cascade;`);

    this.addSql(`alter table "property_change" add constraint "property_change_property_id_foreign" foreign key ("property_id") references "property" ("id") on delete cascade;`);

    this.addSql(`alter table "price_event" add constraint "price_event_property_id_foreign" foreign key ("property_id") references "property" ("id") on delete cascade;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "import_sample" cascade;`);
    this.addSql(`drop table if exists "property_change" cascade;`);
    this.addSql(`drop table if exists "price_event" cascade;`);

    this.addSql(`alter table "import_partition" drop column "unlisted";`);

    this.addSql(`alter table "import_run" drop column "census", drop column "latency";`);
    this.addSql(`alter table "import_run" drop column "pace";`);

    this.addSql(`alter table "property" drop column "checked_at";`);

    this.addSql(`drop index "registration_noticed_at_index";`);
    this.addSql(`alter table "registration" drop column "noticed_at";`);

    this.addSql(`alter table "import_failure" drop column "unlisted";`);
  }

}
