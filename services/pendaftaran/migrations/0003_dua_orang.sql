-- Who proposed to close the registration: another officer releases it.
alter table pendaftaran.musim
    add column tutup_diusulkan_oleh text,
    add column tutup_diusulkan_pada timestamptz,
    add check ((tutup_diusulkan_oleh is null) = (tutup_diusulkan_pada is null));
