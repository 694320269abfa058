# Completes async-tidy in fish. Printed by `async-tidy completion fish`.
function __async_tidy_complete
    set -l words (commandline -opc)
    set -l typed (commandline -ct)
    set -l before (string match -r -- '^-[^=]*=' "$typed")
    set -l value (string replace -r -- '^-[^=]*=' '' "$typed")
    for line in ($words[1] complete $words[2..-1] "$typed" 2>/dev/null)
        switch $line
            case :files
                for path in (__fish_complete_path "$value")
                    echo -- "$before$path"
                end
            case :directories
                for path in (__fish_complete_directories "$value")
                    echo -- "$before$path"
                end
            case '*'
                echo -- $line
        end
    end
end
complete -c async-tidy -f -a '(__async_tidy_complete)'
