/**
 * The one database of an instance: SQLite in the data folder, or PostgreSQL. Work is a function of a JDBI handle that runs
 * in one transaction; what {@code write} returned for is durable. Holds the lock on the data folder, brings the schema up
 * to date, makes and restores backups. Knows no table of any feature.
 */
@NullMarked
package dev.pankou.store;

import org.jspecify.annotations.NullMarked;
