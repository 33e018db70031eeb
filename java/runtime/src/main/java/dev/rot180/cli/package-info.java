/** The jar's command line: {@code java -jar rot180-runtime.jar predict|info|verify|doctor}. */
package dev.rot180.cli;
