import { Migration } from '@mikro-orm/migrations';

/** Events of the API's timeline are known by the second: the same rule as in `price-history.ts`. */
export class Migration20261127040101 extends Migration {

  override name = 'Migration20261127040101';

  override up(): void | Promise<void> {
    this.addSql(`update "price_event" e set "identity" = n."identity" from (
      select "id", "base" || case when "place" > 1 then ' ' || "place" else '' end as "identity" from (
        select "id", "base", row_number() over (partition by "property_id", "base" order by "id") as "place" from (
          select "id", "property_id", regexp_replace("identity", '^(timeline .{19})[.][0-9]{6}Z', '\\1Z') as "base"
            from "price_event" where "source" = 'timeline') b) p) n
      where n."id" = e."id" and n."identity" <> e."identity";`);
  }

  /** Both forms are read alike; nothing is to be undone. */
  override down(): void | Promise<void> {}

}
