/**
 * SQL: whether the search record that home `p` was stored from is good, because the run that did so has found it so. A home whose
 * `search_run` is null was fetched, and needs no such proof.
 */
export const searchIsTrusted = `exists (
	select 1 from import_partition i
	 where i.run_id = p.search_run and i.pages_trusted and i.municipality_code = p.municipality_code
	   and (i.address_type is null or i.address_type = p.address_type))`;
