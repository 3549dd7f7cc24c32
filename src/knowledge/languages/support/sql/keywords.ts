// Of all dialects together: what is no name of a table, a column or an alias where it is not quoted. Names of types and of functions that
// every server has are among them. One that is missing is taken for a column that nothing defines.
const words = `
abs absolute access action add admin after aggregate all allow_row_locks alter always analyze and any array as asc assertion asymmetric at attach
auto_increment autoincrement avg backup before begin between bigint bigserial binary bit blob body bool boolean both breadth break brin btree by
bytea cache call called cascade cascaded case cast catch ceil ceiling change char char_length character charset check checkpoint
clob close cluster clustered coalesce collate column columns comment commit committed concat concurrently conflict connect
constraint constraints contains continue convert copy cost count create cross cube cume_dist current current_date current_role current_time
current_timestamp current_user cursor cycle data database date datetime datetime2 datetimeoffset day deallocate dec decimal declare default
deferrable deferred definer delete delimiter delimiters dense_rank depth desc describe deterministic diagnostics disable distinct distinctrow
distribute do domain double drop duplicate dynamic each else elseif elsif enable encoding end engine enum escape event except exception exclude
exclusive exec execute exists exit explain extension external extract false fetch fields filter first first_value float floor flush following for force
foreign format forward found freeze from full fulltext function generated gin gist glob global go goto grant greatest group grouping groups
handler hash having header hour identity if ignore ilike immediate immutable implicit import in increment index indexed inherit
inherits initially inner inout input insensitive insert instead int integer intersect interval into invoker is isnull isolation
iterate join json jsonb key lag lag language large last last_insert_id last_value lateral lead leading least leave leakproof left length level
like limit lines load local localtime localtimestamp lock locked logged longblob longtext loop lower ltrim mapping match matched
materialized max maxvalue mediumblob mediumint mediumtext memory merge method min minus minute minvalue mod mode modifies modify money month
move nchar natural nclob new next no nocase nocheck nocache nocycle nolock nonclustered none not nothing notify notnull now nowait nth_value ntile null nullif nulls
number numeric nvarchar nvarchar2 object of off offset oids old on only open operator option options or order ordinality others out outer output over
overlaps override overriding owned owner package parallel parameter partial partition passing password percent percent_rank perform pipe pivot plan
policy position power precision preceding prepare preserve primary print prior privileges proc procedural procedure program public publication quote
raise range rank raw raiserror read reads real reassign recursive ref references referencing refresh regexp reindex relative release rename repeat repeatable replace
replica reset restart restrict result return returning returns reverse revoke right rlike role rollback rollup round routine row
row_format row_number rowcount rowid rownum rows rowtype rule safe savepoint schema scroll search second security select
sensitive sequence sequences serial serializable server session session_user set setof sets setval share show signal similar simple skip smallint
smallserial snapshot some sql sqlstate stable start statement static statistics stdin stdout storage stored straight_join strict string
subpartition substr substring sum support symmetric synonym sysdate sysid system table tables tablesample tablespace temp template
temporary terminated text then ties time timestamp timestamptz timetz tinyblob tinyint tinytext to top trailing tran transaction treat trigger trim true
truncate truncate try type types uescape unbounded uncommitted union unique uniqueidentifier unknown unlisten unlock unlogged unnest unpivot unsigned
until update upper upsert use user using uuid vacuum valid validate validator value values varbinary varchar varchar2 variable variadic varying
verbose version view views virtual volatile when where while window with within without work wrapper write xact xml xmltype year yes zerofill zone`;

/** In lower case. */
export const keywords: ReadonlySet<string> = new Set(words.trim().split(/\s+/));
