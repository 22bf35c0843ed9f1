// Package privatepg runs a PostgreSQL of the program's own, so that nobody has to install one. The folder it is
// given holds everything: the cluster, the socket, the log. There is no TCP port; who may open the socket's
// folder, that is this user and root, may connect.
//
// The server is a child of the program and is stopped when the program ends, also when it ends by kill -9. When
// the server itself is killed it is started again. A lock on the folder keeps two programs from using one
// cluster. PostgreSQL refuses to run as root, so for root it runs as another user, who then owns the cluster.
//
// Two roles are made: Admin, a superuser, for migrations and upkeep, and App, which is none, so that row-level
// security holds for everything the service does.
package privatepg
