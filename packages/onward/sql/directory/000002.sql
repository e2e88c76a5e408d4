-- Outside ids are kept by the edge, in a schema of its own.
drop table vault;
