-- Who may read and write the tables of discovery. The procedures are in schemas/platform/access.

call platform.secure_organization_rows('discovery.search_documents', p_definer => '{select, insert, update, delete}');
