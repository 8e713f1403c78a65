package io.reelbus.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The whole command; it knows nothing of the server's inside, so that it starts at once. */
@Command(
        name = "reelbus",
        mixinStandardHelpOptions = true,
        versionProvider = Reelbus.Version.class,
        subcommands = {
            WatchCommand.class,
            TapCommand.class,
            NodesCommand.class,
            JobsCommand.class,
            AttemptsCommand.class,
            RoomsCommand.class
        },
        description = "Looks at running Reelbus nodes. Any node of a cluster answers for all of them.",
        footer = {
            "",
            "Ends with 0, or with 1 where the video that is watched has failed, 2 where the command is wrong, 3 where no"
                    + " node answers as it should."
        })
public final class Reelbus implements Runnable {
    private static final int TROUBLE = 3;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    public static void main(String[] args) {
        System.exit(execute(args));
    }

    static int execute(String... args) {
        return new CommandLine(new Reelbus())
                .setExecutionExceptionHandler(Reelbus::explain)
                .execute(args);
    }

    private static int explain(Exception trouble, CommandLine command, CommandLine.ParseResult parsed)
            throws Exception {
        if (trouble instanceof Trouble known) {
            command.getErr().println("reelbus: " + Harmless.line(String.valueOf(known.getMessage())));
            return TROUBLE;
        }
        throw trouble;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to look at.");
    }

    /** The version in the jar's manifest. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Reelbus.class.getPackage().getImplementationVersion();
            return new String[] {"reelbus " + (version == null ? "(not packaged)" : version)};
        }
    }

    /** What a command ends with that has done what it was told. */
    static final int OK = ExitCode.OK;
}
