-- Recommendations follow from what other schemas hold; search has documents of its own.

create schema discovery;
comment on schema discovery is 'Recommendations, trends and search.';
grant usage on schema discovery to reader, scheduler, read_only;
grant usage, create on schema discovery to definer;

-- What learners find by words. Kept by triggers on what is published, so that nothing has to remember to index it.
create table discovery.search_documents (
    item_id uuid primary key,
    organization_id uuid not null references identity.organizations (id) on delete restrict,
    kind text not null check (kind in ('challenge', 'page', 'track')),
    ref text not null check (length(ref) between 1 and 201),
    title text not null check (length(title) between 1 and 200),
    summary text not null,
    body text not null,
    words tsvector not null
);
create index search_documents_words_idx on discovery.search_documents using gin (words) with (fastupdate = off);
comment on index discovery.search_documents_words_idx is 'documents with a word; written at once, since a list of pending rows would be read by each search';
create index search_documents_organization_id_idx on discovery.search_documents (organization_id);
comment on index discovery.search_documents_organization_id_idx is 'an organization''s documents';
comment on table discovery.search_documents is 'Published tracks, challenges and pages, as they are searched. No solution, hidden test or draft is in it.';
comment on column discovery.search_documents.item_id is 'Id of the track, challenge or page.';
comment on column discovery.search_documents.body is 'The text of which a part is shown with a result.';
comment on column discovery.search_documents.words is 'Title, tags, summary and body, in this order of weight; the title as it is written too.';
