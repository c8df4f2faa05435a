import { Migration } from '@mikro-orm/migrations';

export class Migration20261123124238 extends Migration {

  override name = 'Migration20261123124238';

  override up(): void | Promise<void> {
    this.addSql(`create table "city" ("slug" text not null, "name" text null, "extra" jsonb null, primary key ("slug"));`);

    this.addSql(`create table "import_run" ("id" text not null, "options" jsonb not null, "status" text not null, "counts" jsonb null, "requests" int null, "unknown_fields" jsonb null, "started_at" timestamptz not null, "finished_at" timestamptz null, primary key ("id"));`);

    this.addSql(`create table "import_failure" ("id" bigserial primary key, "run_id" text not null, "address_id" uuid null, "stage" text not null, "kind" text not null, "message" text not null, "attempts" int not null, "payload" jsonb null, "failed_at" timestamptz not null);`);
    this.addSql(`create index "import_failure_run_id_index" on "import_failure" ("run_id");`);
    this.addSql(`create index "import_failure_address_id_index" on "import_failure" ("address_id");`);

    this.addSql(`create table "municipality" ("code" int not null, "name" text null, "slug" text null, "population" int null, "number_of_schools" int null, "council_tax_percentage" numeric null, "church_tax_percentage" numeric null, "land_value_tax_level_per_thousand" numeric null, "extra" jsonb null, primary key ("code"));`);

    this.addSql(`create table "place" ("id" int not null, "name" text null, "slug" text null, "bbox" jsonb null, "coordinates_lat" double precision null, "coordinates_lon" double precision null, "coordinates_type" text null, "extra" jsonb null, primary key ("id"));`);

    this.addSql(`create table "province" ("code" text not null, "name" text null, "region_code" int null, "slug" text null, "extra" jsonb null, primary key ("code"));`);

    this.addSql(`create table "realtor" ("id" uuid not null, "self_href" text null, "name" text null, "slug" text null, "url" text null, "description_body" text null, "contact_information_road_name" text null, "contact_information_house_number" text null, "contact_information_floor" text null, "contact_information_zip_code" int null, "contact_information_city_name" text null, "contact_information_cvr" text null, "contact_information_email" text null, "contact_information_phone" text null, "rating_buyer_basis" int null, "rating_buyer_score" numeric null, "rating_buyer_state" text null, "rating_seller_basis" int null, "rating_seller_score" numeric null, "rating_seller_state" text null, "number_of_employees" int null, "number_of_realtors" int null, "is_new" boolean null, "preferred" boolean null, "association_of_danish_realtors_member" boolean null, "association_of_elo_member" boolean null, "address" jsonb null, "broadcast" jsonb null, "image" jsonb null, "realtor_branch" jsonb null, "extra" jsonb null, primary key ("id"));`);

    this.addSql(`create table "road" ("id" uuid not null, "road_code" int null, "municipality_code" int null, "name" text null, "slug" text null, "extra" jsonb null, primary key ("id"));`);
    this.addSql(`create index "road_municipality_code_index" on "road" ("municipality_code");`);

    this.addSql(`create table "zip_code" ("code" int not null, "name" text null, "slug" text null, "group" int null, "extra" jsonb null, primary key ("code"));`);

    this.addSql(`create table "property" ("id" uuid not null, "self_href" text null, "entry_address_id" uuid null, "address_type" text null, "road_name" text null, "house_number" text null, "floor" text null, "door" text null, "city_name" text null, "place_name" text null, "coordinates_lat" double precision null, "coordinates_lon" double precision null, "coordinates_type" text null, "living_area" int null, "weighted_area" numeric null, "latest_valuation" bigint null, "property_number" int null, "is_on_market" boolean null, "is_public" boolean null, "has_multiple_cases" boolean null, "allow_new_valuation_info" boolean null, "energy_label" text null, "gstkvhx" text null, "slug" text null, "slug_address" text null, "bfe_numbers" jsonb null, "boligsiden_info_latest_sold_area" int null, "latest_sold_case_description_title" text null, "latest_sold_case_description_body" text null, "latest_sold_case_description_date" date null, "case_price" bigint null, "days_on_market" jsonb null, "extra" jsonb null, "municipality_code" int not null, "province_code" text null, "zip_code" int not null, "city_slug" text null, "road_id" uuid null, "place_id" int null, "fetched_at" timestamptz not null, "gone_at" timestamptz null, primary key ("id"));`);
    this.addSql(`create index "property_address_type_index" on "property" ("address_type");`);
    this.addSql(`create index "property_is_on_market_index" on "property" ("is_on_market");`);
    this.addSql(`create index "property_case_price_index" on "property" ("case_price");`);
    this.addSql(`create index "property_zip_code_index" on "property" ("zip_code");`);
    this.addSql(`create index "property_road_id_index" on "property" ("road_id");`);
    this.addSql(`create index "property_municipality_code_address_type_index" on "property" ("municipality_code", "address_type");`);

    this.addSql(`create table "registration" ("property_id" uuid not null, "registration_id" text not null, "amount" bigint null, "date" date null, "type" text null, "area" int null, "living_area" int null, "per_area_price" bigint null, "municipality_code" int null, "property_number" int null, "extra" jsonb null, primary key ("property_id", "registration_id"));`);
    this.addSql(`create index "registration_date_index" on "registration" ("date");`);

    this.addSql(`create table "listing" ("id" uuid not null, "property_id" uuid not null, "realtor_id" uuid null, "self_href" text null, "status" text null, "address_type" text null, "slug" text null, "slug_address" text null, "price_cash" bigint null, "price_change_percentage" numeric null, "per_area_price" bigint null, "monthly_expense" bigint null, "days_on_market" int null, "days_listed_days" int null, "time_on_market_current_days" int null, "time_on_market_total_days" int null, "time_on_market_total_realtors" jsonb null, "housing_area" int null, "lot_area" int null, "basement_area" int null, "weighted_area" numeric null, "number_of_rooms" int null, "number_of_floors" int null, "number_of_bathrooms" int null, "number_of_toilets" int null, "year_built" int null, "energy_label" text null, "description_title" text null, "description_body" text null, "case_url" text null, "provider_case_id" text null, "has_balcony" boolean null, "has_terrace" boolean null, "has_elevator" boolean null, "highlighted" boolean null, "distinction" text null, "coordinates_lat" double precision null, "coordinates_lon" double precision null, "coordinates_type" text null, "real_estate_down_payment" bigint null, "real_estate_gross_mortgage" bigint null, "real_estate_net_mortgage" bigint null, "utilities_connection_fee" jsonb null, "next_open_house_date" timestamptz null, "next_open_house_duration" int null, "next_open_house_sign_up" boolean null, "next_open_house_sign_up_url" text null, "extra" jsonb null, "delisted_at" timestamptz null, primary key ("id"));`);
    this.addSql(`create index "listing_property_id_index" on "listing" ("property_id");`);
    this.addSql(`create index "listing_realtor_id_index" on "listing" ("realtor_id");`);
    this.addSql(`create index "listing_status_index" on "listing" ("status");`);
    this.addSql(`create index "listing_price_cash_index" on "listing" ("price_cash");`);

    this.addSql(`create table "listing_image" ("listing_id" uuid not null, "kind" text not null, "position" int not null, "source" int not null, "url" text null, "width" int null, "height" int null, "alt" text null, "extra" jsonb null, primary key ("listing_id", "kind", "position", "source"));`);

    this.addSql(`create table "building" ("property_id" uuid not null, "building_number" text not null, "building_name" text null, "total_area" int null, "housing_area" int null, "basement_area" int null, "business_area" int null, "other_area" int null, "number_of_rooms" int null, "number_of_floors" int null, "number_of_bathrooms" int null, "number_of_toilets" int null, "number_of_kitchens" int null, "bathroom_condition" text null, "kitchen_condition" text null, "toilet_condition" text null, "external_wall_material" text null, "supplementary_external_wall_material" text null, "roofing_material" text null, "supplementary_roofing_material" text null, "heating_installation" text null, "supplementary_heating" text null, "asbestos_containing_material" text null, "year_built" int null, "year_renovated" int null, "extra" jsonb null, primary key ("property_id", "building_number"));`);

    this.addSql(`alter table "import_failure" add constraint "import_failure_run_id_foreign" foreign key ("run_id") references "import_run" ("id") on delete cascade;`);

    this.addSql(`alter table "property" add constraint "property_municipality_code_foreign" foreign key ("municipality_code") references "municipality" ("code");`);
    this.addSql(`alter table "property" add constraint "property_province_code_foreign" foreign key ("province_code") references "province" ("code") on delete no action;`);
    this.addSql(`alter table "property" add constraint "property_zip_code_foreign" foreign key ("zip_code") references "zip_code" ("code");`);
    this.addSql(`alter table "property" add constraint "property_city_slug_foreign" foreign key ("city_slug") references "city" ("slug") on delete no action;`);
    this.addSql(`alter table "property" add constraint "property_road_id_foreign" foreign key ("road_id") references "road" ("id") on delete no action;`);
    this.addSql(`alter table "property" add constraint "property_place_id_foreign" foreign key ("place_id") references "place" ("id") on delete no action;`);

    this.addSql(`alter table "registration" add constraint "registration_property_id_foreign" foreign key ("property_id") references "property" ("id") on delete cascade;`);

    this.addSql(`alter table "listing" add constraint "listing_property_id_foreign" foreign key ("property_id") references "property" ("id") on delete cascade;`);
    this.addSql(`alter table "listing" add constraint "listing_realtor_id_foreign" foreign key ("realtor_id") references "realtor" ("id") on delete no action;`);

    this.addSql(`alter table "listing_image" add constraint "listing_image_listing_id_foreign" foreign key ("listing_id") references "listing" ("id") on delete cascade;`);

    this.addSql(`alter table "building" add constraint "building_property_id_foreign" foreign key ("property_id") references "property" ("id") on delete cascade;`);
  }

}
